import type { AssetFilter, ProblemKind } from "@slate/schema/api";
import { slateAssets } from "@slate/schema/db";
import { type Actor, readPrimary } from "@slate/service";
import { eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { idAt } from "../graph/compact-graph.ts";
import { HAS_FILE_PROBLEM } from "../graph/file-problems.ts";
import { findGraph } from "../graph/find-graph.ts";
import { namesMissing } from "../graph/missing.ts";
import { unusedIn } from "../graph/unused-in.ts";

/** In byte order everything below `a/` lies between `a/` and `a0`, because `0` follows `/`: an index range. */
export const below = (folder: string): SQL =>
  folder === "" ? sql`true` : sql`slate_assets.path collate "C" >= ${`${folder}/`} and slate_assets.path collate "C" < ${`${folder}0`}`;

const likely = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

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

/** The same as what a project's health counts. What is unused is not a question to the database: it takes the whole graph. */
async function isWrong(deps: Deps, actor: Actor, projectId: string, problem: ProblemKind): Promise<SQL> {
  if (problem === "unused") return isUnused(deps, actor, projectId);
  if (problem === "missing-script" || problem === "missing-reference")
    return readPrimary(deps, actor, (q) => namesMissing(q, projectId, problem));
  return sql`(${HAS_FILE_PROBLEM[problem]})`;
}

/** The largest come first where there are more. */
const UNUSED_LIMIT = 20_000;

async function isUnused(deps: Deps, actor: Actor, projectId: string): Promise<SQL> {
  const graph = await findGraph(deps, actor, projectId);
  const unused = await unusedIn(deps, actor, projectId, graph);
  const ids = unused.slice(0, UNUSED_LIMIT).map(({ place }) => idAt(graph, place));
  return sql`slate_assets.id in (select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`;
}
