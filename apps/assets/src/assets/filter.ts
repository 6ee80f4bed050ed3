import type { AssetFilter } from "@slate/schema/api";
import { slateAssets } from "@slate/schema/db";
import { type Actor, readPrimary } from "@slate/service";
import { eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { idAt } from "../graph/compact-graph.ts";
import { findGraph } from "../graph/find-graph.ts";
import { bringsUnknownScripts } from "../graph/packages.ts";
import { unusedIn } from "../graph/unused-in.ts";
import { KNOWN_PACKAGE_SCRIPTS } from "../unity/known-scripts.ts";

/** Guids of packages that projects use without containing them, as a JSON parameter: a reference to one of them is not missing. */
const IN_PACKAGES = sql`(select value from json_array_elements_text(${JSON.stringify([...KNOWN_PACKAGE_SCRIPTS.keys()])}::json))`;

/** In byte order everything below `a/` lies between `a/` and `a0`, because `0` follows `/`: an index range. */
export const below = (folder: string): SQL =>
  folder === "" ? sql`true` : sql`slate_assets.path collate "C" >= ${`${folder}/`} and slate_assets.path collate "C" < ${`${folder}0`}`;

const likely = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** A reference of this asset that leads nowhere: its target is not in the project, not built in and in no package that we know. */
const missing = (which: SQL) => sql`exists (select from slate_asset_references r
  left join slate_asset_guids g on g.project_id = r.project_id and g.guid = r.to_guid
  where r.from_asset_id = slate_assets.id and r.to_asset_id is null and r.kind <> 'builtin' and r.to_guid not in ${IN_PACKAGES} and ${which})`;

type Problem = NonNullable<AssetFilter["problem"]>;
const PROBLEMS: Record<Exclude<Problem, "unused" | "missing-script">, SQL> = {
  warnings: sql`jsonb_array_length(slate_assets.warnings) > 0`,
  "missing-reference": missing(sql`r.kind <> 'script'`),
  "duplicate-guid": sql`(slate_assets.declared_guid is not null or exists (select from slate_assets d
    where d.project_id = slate_assets.project_id and d.declared_guid = slate_assets.guid and d.deleted_at is null))`,
};

const PARTS: { [K in Exclude<keyof AssetFilter, "problem">]-?: (value: NonNullable<AssetFilter[K]>) => SQL } = {
  projectId: (id) => eq(slateAssets.projectId, id),
  q: (q) =>
    /^[0-9a-f]{32}$/i.test(q)
      ? sql`${q.toLowerCase()} in (slate_assets.guid, slate_assets.declared_guid)`
      : sql`slate_assets.path ilike ${likely(q)}`,
  type: (types) => inArray(slateAssets.type, types.split(",")),
  label: (label) => sql`slate_assets.labels @> array[${label}]`,
  collection: (id) => sql`exists (select from slate_collection_assets m where m.asset_id = slate_assets.id and m.collection_id = ${id})`,
  folder: below,
  unityProject: (folder) => eq(slateAssets.unityProject, folder),
};

/** What passes a filter; `except` leaves one part of it out. */
export type Matching = (except?: keyof AssetFilter) => SQL;

/** The live assets that pass every part of the filter. */
export async function matching(deps: Deps, actor: Actor, { problem, ...filter }: AssetFilter): Promise<Matching> {
  const live = isNull(slateAssets.deletedAt);
  const wrong = problem && (await isWrong(deps, actor, filter.projectId, problem));
  return (except) => {
    const parts = Object.entries(filter).flatMap(([name, value]) => {
      const part = PARTS[name as keyof typeof PARTS] as (value: string) => SQL;
      return value !== undefined && name !== except ? [part(value)] : [];
    });
    return sql.join([live, ...parts, ...(wrong && except !== "problem" ? [wrong] : [])], sql` and `);
  };
}

/** What is unused is not a question to the database: it takes the whole graph. */
async function isWrong(deps: Deps, actor: Actor, projectId: string, problem: Problem): Promise<SQL> {
  if (problem === "unused") return isUnused(deps, actor, projectId);
  if (problem !== "missing-script") return PROBLEMS[problem];
  const mayBeOfPackage = await readPrimary(deps, actor, (q) => bringsUnknownScripts(q, projectId));
  return missing(mayBeOfPackage ? sql`r.kind = 'script' and g.guid is not null` : sql`r.kind = 'script'`);
}

/** The largest come first where there are more. */
const UNUSED_LIMIT = 20_000;

async function isUnused(deps: Deps, actor: Actor, projectId: string): Promise<SQL> {
  const graph = await findGraph(deps, actor, projectId);
  const unused = await unusedIn(deps, actor, projectId, graph);
  const ids = unused.slice(0, UNUSED_LIMIT).map(({ place }) => idAt(graph, place));
  return sql`slate_assets.id in (select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`;
}
