import type { AssetFilter } from "@slate/schema/api";
import { slateAssets } from "@slate/schema/db";
import { eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { KNOWN_PACKAGE_SCRIPTS } from "../unity/known-scripts.ts";

/** Guids of packages that projects use without containing them, as a JSON parameter: a reference to one of them is not missing. */
const IN_PACKAGES = sql`(select value from json_array_elements_text(${JSON.stringify([...KNOWN_PACKAGE_SCRIPTS.keys()])}::json))`;

/** In byte order everything below `a/` lies between `a/` and `a0`, because `0` follows `/`: an index range. */
export const below = (folder: string): SQL =>
  folder === "" ? sql`true` : sql`slate_assets.path collate "C" >= ${`${folder}/`} and slate_assets.path collate "C" < ${`${folder}0`}`;

const likely = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** A reference of this asset that leads nowhere: its target is not in the project, not built in and in no package that we know. */
const missing = (kinds: SQL) => sql`exists (select from slate_asset_references r
  where r.from_asset_id = slate_assets.id and r.to_asset_id is null and ${kinds} and r.to_guid not in ${IN_PACKAGES})`;

const PROBLEMS: Record<NonNullable<AssetFilter["problem"]>, () => SQL> = {
  warnings: () => sql`jsonb_array_length(slate_assets.warnings) > 0`,
  "missing-reference": () => missing(sql`r.kind not in ('builtin', 'script')`),
  "missing-script": () => missing(sql`r.kind = 'script'`),
  "duplicate-guid": () => sql`(slate_assets.declared_guid is not null or exists (select from slate_assets d
    where d.project_id = slate_assets.project_id and d.declared_guid = slate_assets.guid and d.deleted_at is null))`,
  unused: () =>
    sql`not exists (select from slate_asset_references r where r.to_asset_id = slate_assets.id and r.from_asset_id <> slate_assets.id)`,
};

const PARTS: { [K in keyof AssetFilter]-?: (value: NonNullable<AssetFilter[K]>) => SQL } = {
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
  problem: (problem) => PROBLEMS[problem](),
};

/** The live assets that pass every part of the filter but `except`. */
export function matching(filter: AssetFilter, except?: keyof AssetFilter): SQL {
  const parts = Object.entries(filter).flatMap(([name, value]) => {
    const part = PARTS[name as keyof AssetFilter] as ((value: string) => SQL) | undefined;
    return part && value !== undefined && name !== except ? [part(value)] : [];
  });
  return sql.join([isNull(slateAssets.deletedAt), ...parts], sql` and `);
}
