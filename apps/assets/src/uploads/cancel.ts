import type { Upload } from "@slate/schema/api";
import { slateUploads } from "@slate/schema/db";
import { type Actor, problems, transact } from "@slate/service";
import { and, eq, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { dropChunks } from "./hold-chunks.ts";
import { findUpload, toUpload, type UploadRow } from "./upload-row.ts";

/** Gives an open upload up. One that was given up or has expired stays so. Throws `upload.completing`, and `upload.ended` once it is a file. */
export async function cancelUpload(deps: Deps, actor: Actor, id: string): Promise<Upload> {
  const cancelled = await transact(deps, actor, async (tx): Promise<UploadRow> => {
    const found = await findUpload(tx, id);
    if (found.userId !== actor.userId) throw problems.forbidden("Only who began an upload may cancel it");
    const [row] = await tx
      .update(slateUploads)
      .set({ status: "cancelled", updatedAt: sql`now()` as never })
      .where(and(eq(slateUploads.id, id), eq(slateUploads.status, "open")))
      .returning();
    if (row) tx.emit("upload.changed", { uploadId: id, status: row.status }, { projectId: row.projectId });
    else if (found.status === "completing") throw errors.uploadCompleting();
    else if (found.status === "done") throw errors.uploadEnded("The upload has become a file");
    return row ?? found;
  });
  await dropChunks(deps, actor, cancelled).catch((error) =>
    deps.log.warn({ err: String(error), upload: id }, "the chunks of an upload were not dropped; the janitor will"),
  );
  return toUpload(deps.config, cancelled);
}
