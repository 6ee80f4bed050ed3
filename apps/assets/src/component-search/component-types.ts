import type { Queries } from "@slate/service";
import { sql } from "drizzle-orm";

/** The types of component that a project has. Hops through the index from one to the next instead of reading a million rows. */
export async function listComponentTypes(q: Queries, projectId: string): Promise<string[]> {
  const rows = await q.execute<{ type: string }>(sql`
    with recursive types as (
      (select component_type as type from slate_asset_components where project_id = ${projectId} order by component_type limit 1)
      union all
      select (select c.component_type from slate_asset_components c
        where c.project_id = ${projectId} and c.component_type > types.type order by c.component_type limit 1)
      from types where types.type is not null
    )
    select type from types where type is not null`);
  return rows.map(({ type }) => type);
}
