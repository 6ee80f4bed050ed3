import { RegistryUnavailable } from "@slate/oci";
import { slateUploads } from "@slate/schema/db";
import { isUnavailable, transactAsWorker } from "@slate/service";
import { and, eq, inArray, lt, notInArray, or, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { dropChunks } from "./hold-chunks.ts";
import type { UploadRow } from "./upload-row.ts";

const BATCH = 100;
const ago = (ms: number) => sql`now() - make_interval(secs => ${ms / 1000})`;

/**
 * Ends uploads that were not completed in time, drops what ended ones still hold, and forgets those that ended long ago. Answers how many it
 * expired. One that cannot be tidied does not keep the others; it is tried again a minute later.
 */
export async function tidyUploads(deps: Deps): Promise<number> {
  const { worker } = deps.db;
  if (!worker) return 0;
  const { UPLOAD_STALE_MS, UPLOAD_KEPT_MS } = deps.config;
  const isOverdue = and(
    lt(slateUploads.expiresAt, sql`now()`),
    or(eq(slateUploads.status, "open"), and(eq(slateUploads.status, "completing"), lt(slateUploads.updatedAt, ago(UPLOAD_STALE_MS)))),
  );
  const overdue = await worker.orm.select().from(slateUploads).where(isOverdue).orderBy(sql`random()`).limit(BATCH);
  for (const upload of overdue) await orWarn(deps, upload, () => expire(deps, upload));

  const hasEnded = and(
    inArray(slateUploads.status, ["done", "failed", "cancelled", "expired"]),
    sql`exists (select from slate_upload_chunks c where c.upload_id = slate_uploads.id)`,
  );
  // In any order: a hundred that always fail would be all that is looked at.
  for (const upload of await worker.orm.select().from(slateUploads).where(hasEnded).orderBy(sql`random()`).limit(BATCH))
    await orWarn(deps, upload, () => dropChunks(deps, scopeOf(upload), upload));

  await worker.orm
    .delete(slateUploads)
    .where(
      and(
        notInArray(slateUploads.status, ["open", "completing"]),
        lt(slateUploads.updatedAt, ago(UPLOAD_KEPT_MS)),
        sql`not exists (select from slate_upload_chunks c where c.upload_id = slate_uploads.id)`,
      ),
    );
  return overdue.length;
}

/** Throws only what the next one would meet as well: the registry or the database is away. */
async function orWarn(deps: Deps, upload: UploadRow, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof RegistryUnavailable || isUnavailable(error)) throw error;
    deps.log.warn({ err: String(error), upload: upload.id }, "an upload could not be tidied; it will be tried again");
  }
}

const scopeOf = ({ workspaceId }: UploadRow) => ({ workspaceId, userId: null, author: null });

const expire = (deps: Deps, upload: UploadRow) =>
  transactAsWorker(deps, scopeOf(upload), async (tx) => {
    const [row] = await tx
      .update(slateUploads)
      .set({ status: "expired", updatedAt: sql`now()` as never })
      .where(and(eq(slateUploads.id, upload.id), eq(slateUploads.status, upload.status), eq(slateUploads.updatedAt, upload.updatedAt)))
      .returning({ id: slateUploads.id });
    if (row) tx.emit("upload.changed", { uploadId: row.id, status: "expired" }, { projectId: upload.projectId });
  });
