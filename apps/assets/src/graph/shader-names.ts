import type { Queries } from "@slate/service";
import { sql } from "drizzle-orm";
import { type Graph, idAt, placeOf, typeAt } from "./compact-graph.ts";

/** The names by which shaders among `places` can be found: `Shader "Ships/Hull" {`. */
export async function shaderNamesOf(q: Queries, graph: Graph, places: number[]): Promise<{ name: string; place: number }[]> {
  const ids = places.filter((place) => typeAt(graph, place) === "shader").map((place) => idAt(graph, place));
  if (ids.length === 0) return [];
  const rows = await q.execute<{ id: string; name: string | null }>(sql`
    select a.id, substring(f.content from '(?:^|\\n)\\s*Shader\\s+"([^"\\n]+)"') as name
    from slate_assets a join slate_files f on f.id = a.file_id
    where a.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`);
  return rows.flatMap(({ id, name }) => {
    const place = placeOf(graph, id);
    return name !== null && place !== undefined ? [{ name, place }] : [];
  });
}
