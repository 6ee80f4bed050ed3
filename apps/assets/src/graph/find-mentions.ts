import type { Queries } from "@slate/service";
import { sql } from "drizzle-orm";

/** Longer texts are not scripts that people wrote. */
const SCRIPT_LIMIT_BYTES = 256 * 1024;

/** Which scripts and shaders of a project have which of these texts between double quotes. */
export async function findMentions(q: Queries, projectId: string, literals: string[]): Promise<{ assetId: string; literal: string }[]> {
  if (literals.length === 0) return [];
  return q.execute<{ assetId: string; literal: string }>(sql`
    select a.id as "assetId", wanted.literal
    from slate_assets a
    join slate_files f on f.id = a.file_id
    join jsonb_array_elements_text(${JSON.stringify(literals)}::jsonb) wanted (literal) on strpos(f.content, '"' || wanted.literal || '"') > 0
    where a.project_id = ${projectId} and a.deleted_at is null and a.type in ('script', 'shader') and a.size <= ${SCRIPT_LIMIT_BYTES}
    order by a.path collate "C", wanted.literal`);
}
