import type { Queries } from "@slate/service";
import { sql } from "drizzle-orm";
import { chunks } from "../changesets/chunks.ts";
import type { StoredContent } from "./content.ts";

/** Writes the rows of contents that have none yet. Writing one twice is harmless: content never changes. */
export async function keepContents(
  q: Queries,
  place: { workspaceId: string; projectId: string },
  contents: StoredContent[],
): Promise<void> {
  const fresh = new Map(contents.filter((content) => !content.kept).map((content) => [content.sha256, content]));
  for (const part of chunks([...fresh.values()])) {
    await q.execute(sql`
      insert into slate_contents (workspace_id, project_id, sha256, size, is_binary, text, manifest_digest)
      select ${place.workspaceId}, ${place.projectId}, decode(c.sha256, 'hex'), c.size, c."binary", c.text, c."manifestDigest"
      from json_to_recordset(${JSON.stringify(part)}::json)
        as c (sha256 text, size bigint, "binary" boolean, text text, "manifestDigest" text)
      on conflict do nothing`);
  }
}
