import { Upload } from "@slate/schema/api";
import { slateUploads } from "@slate/schema/db";
import { type Actor, problems, type Queries } from "@slate/service";
import { eq } from "drizzle-orm";
import type { Config } from "../config.ts";
import { errors } from "../errors.ts";

export type UploadRow = typeof slateUploads.$inferSelect;

/** A row as the API shows it. */
export const toUpload = (config: Config, row: UploadRow): Upload =>
  Upload.parse({
    ...row,
    chunkBytes: config.UPLOAD_CHUNK_BYTES,
    sha256: row.sha256 && Buffer.from(row.sha256).toString("hex"),
    expiresAt: row.expiresAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  });

/** Throws `upload.not_found`. */
export async function findUpload(q: Queries, id: string): Promise<UploadRow> {
  const [row] = await q.select().from(slateUploads).where(eq(slateUploads.id, id));
  if (!row) throw errors.uploadNotFound();
  return row;
}

/** An upload that takes more from this actor: theirs, open, not expired. Throws `auth.forbidden`, `upload.expired` and `upload.ended`. */
export async function findOpenUpload(q: Queries, actor: Actor, id: string): Promise<UploadRow> {
  const row = await findUpload(q, id);
  if (row.userId !== actor.userId) throw problems.forbidden("Only who began an upload may continue it");
  if (row.status === "expired" || (row.status === "open" && row.expiresAt <= new Date())) throw errors.uploadExpired();
  if (row.status !== "open") throw errors.uploadEnded(`The upload is ${row.status}`, { details: { status: row.status } });
  return row;
}
