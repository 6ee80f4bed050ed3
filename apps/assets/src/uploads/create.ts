import type { CreateUpload, Upload } from "@slate/schema/api";
import { slateUploads } from "@slate/schema/db";
import { type Actor, authorize, transact } from "@slate/service";
import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { checkRoom } from "./room.ts";
import { checkTarget } from "./target.ts";
import { toUpload } from "./upload-row.ts";

/**
 * Opens an upload and reserves room for it, after everything that can be known before the first byte: rights, the file's version and lock,
 * the quota. Throws what `checkTarget` and `checkRoom` throw, and `file.too_large`.
 */
export async function createUpload(deps: Deps, actor: Actor, input: CreateUpload): Promise<Upload> {
  authorize(actor, "file.write"); // it ends as a file, and a key may have the one scope without the other
  const { FILE_LIMIT_BYTES, UPLOAD_EXPIRES_MS } = deps.config;
  if (input.size > FILE_LIMIT_BYTES) throw errors.fileTooLarge(`A file may have at most ${FILE_LIMIT_BYTES} bytes`);
  const { projectId, path, size, sha256, ifVersion, message } = input;
  return transact(deps, actor, async (tx) => {
    // One at a time for each project: two that fit alone may not fit together.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`upload ${projectId}`}, 0))`);
    const replaced = await checkTarget(tx, actor, { projectId, path, ifVersion: ifVersion ?? null });
    await checkRoom(deps.config, tx, actor, { projectId, bytes: size - (replaced?.size ?? 0) });
    const [row] = await tx
      .insert(slateUploads)
      .values({
        workspaceId: actor.workspaceId,
        userId: actor.userId,
        author: actor.author,
        projectId,
        path,
        size,
        message,
        ifVersion: ifVersion ?? null,
        sha256: sha256 ? Buffer.from(sha256, "hex") : null,
        expiresAt: new Date(Date.now() + UPLOAD_EXPIRES_MS),
      })
      .returning();
    if (!row) throw new Error("an insert returns its row");
    tx.emit("upload.changed", { uploadId: row.id, status: row.status }, { projectId });
    return toUpload(deps.config, row);
  });
}
