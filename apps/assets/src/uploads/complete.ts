import { Changeset, type CompleteUpload, type Upload } from "@slate/schema/api";
import { slateFileVersions, slateUploads } from "@slate/schema/db";
import { type Actor, AppError, every, problems, readPrimary, transact } from "@slate/service";
import { and, eq, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { composeContent } from "./compose.ts";
import { dropChunks } from "./hold-chunks.ts";
import { findFileAt } from "./target.ts";
import { findOpenUpload, findUpload, toUpload, type UploadRow } from "./upload-row.ts";

/** An adopted file may have to be read once more, to tell text from binary. */
const ADOPT_TIMEOUT_MS = 120_000;
const HEARTBEAT_MS = 10_000;
const now = sql`now()` as never;

type Made = { fileId: string; changesetId: string | null };

/**
 * Makes an upload a file: its chunks become one content, whose hash must be what is said, and projects takes it over as a changeset in the
 * actor's name. Until then nothing of it is visible. May be repeated, also after a crash: it ends in one file. A wrong hash ends the upload;
 * any other refusal leaves it open, since whatever stands in the way may go.
 * Throws `upload.incomplete`, `upload.digest_mismatch`, `upload.completing`, and what projects refuses a file with.
 */
export async function completeUpload(deps: Deps, actor: Actor, id: string, { sha256 }: CompleteUpload): Promise<Upload> {
  const claimed = await claim(deps, actor, id, sha256);
  if (claimed.status === "done") return toUpload(deps.config, claimed);
  const heartbeat = every(HEARTBEAT_MS, deps.log, () => touch(deps, actor, id));
  try {
    await composeContent(deps, actor, claimed, sha256);
    const made = (await findMade(deps, actor, claimed, sha256)) ?? (await adopt(deps, actor, claimed, sha256));
    return toUpload(deps.config, await end(deps, actor, id, { status: "done", error: null, ...made }));
  } catch (error) {
    const known = error instanceof AppError ? error : null;
    const told = { code: known?.definition.code ?? "server.error", message: known?.message ?? "It failed on our side" };
    const isWrong = known?.definition === errors.digestMismatch.definition;
    await end(deps, actor, id, { status: isWrong ? "failed" : "open", error: told });
    throw error;
  } finally {
    await heartbeat.stop();
    await dropEnded(deps, actor, id);
  }
}

/** Takes the upload for this completion alone. One that is done already is answered as it is. */
const claim = (deps: Deps, actor: Actor, id: string, sha256: string): Promise<UploadRow> =>
  transact(deps, actor, async (tx) => {
    await tx.execute(sql`select 1 from slate_uploads where id = ${id} for update`);
    const found = await findUpload(tx, id);
    const declared = found.sha256 && Buffer.from(found.sha256).toString("hex");
    if (found.userId === actor.userId && found.status === "done" && declared === sha256) return found;
    if (found.status === "completing") {
      if (found.userId !== actor.userId) throw problems.forbidden("Only who began an upload may complete it");
      const isStale = Date.now() - found.updatedAt.getTime() > deps.config.UPLOAD_STALE_MS;
      if (!isStale) throw errors.uploadCompleting(undefined, { headers: { "Retry-After": "2" } });
    } else {
      await findOpenUpload(tx, actor, id);
    }
    if (found.receivedBytes < found.size)
      throw errors.uploadIncomplete(`${found.size - found.receivedBytes} bytes are missing`, {
        details: { offset: found.receivedBytes },
        headers: { "Upload-Offset": String(found.receivedBytes) },
      });
    if (declared && declared !== sha256) throw errors.digestMismatch("The upload was begun with another digest");
    const [row] = await tx
      .update(slateUploads)
      .set({ status: "completing", sha256: Buffer.from(sha256, "hex"), error: null, updatedAt: now })
      .where(eq(slateUploads.id, id))
      .returning();
    if (!row) throw errors.uploadNotFound();
    tx.emit("upload.changed", { uploadId: id, status: row.status }, { projectId: row.projectId });
    return row;
  });

const touch = (deps: Deps, actor: Actor, id: string) =>
  transact(deps, actor, (tx) =>
    tx
      .update(slateUploads)
      .set({ updatedAt: now })
      .where(and(eq(slateUploads.id, id), eq(slateUploads.status, "completing"))),
  );

/** The file, when an earlier completion had made it before it was cut off. */
async function findMade(deps: Deps, actor: Actor, upload: UploadRow, sha256: string): Promise<Made | null> {
  return readPrimary(deps, actor, async (q) => {
    const file = await findFileAt(q, upload.projectId, upload.path);
    if (file?.sha256 !== sha256) return null;
    const [version] = await q
      .select({ changesetId: slateFileVersions.changesetId })
      .from(slateFileVersions)
      .where(and(eq(slateFileVersions.fileId, file.id), eq(slateFileVersions.version, file.version)));
    return { fileId: file.id, changesetId: file.version === upload.ifVersion ? null : (version?.changesetId ?? null) };
  });
}

async function adopt(deps: Deps, actor: Actor, upload: UploadRow, sha256: string): Promise<Made> {
  const { projectId, path, message, ifVersion, size } = upload;
  const content = { sha256, size };
  const replaced = ifVersion === null ? null : await readPrimary(deps, actor, (q) => findFileAt(q, projectId, path));
  if (ifVersion !== null && !replaced) throw errors.fileNotFound("The file that was to be replaced is not there any more");
  const file = replaced && ifVersion !== null ? { fileId: replaced.id, ifVersion, ...content } : { path, ...content };
  const { body: changeset } = await deps.callService(actor, {
    service: "projects",
    method: "POST",
    path: "/internal/changesets/adopt",
    body: { projectId, message, from: "uploads", files: [file] },
    shape: Changeset,
    timeoutMs: ADOPT_TIMEOUT_MS,
  });
  const [version] = await readPrimary(deps, actor, (q) =>
    q.select({ fileId: slateFileVersions.fileId }).from(slateFileVersions).where(eq(slateFileVersions.changesetId, changeset.id)),
  );
  if (!version) throw new Error("a changeset has the file it was made of");
  return { fileId: version.fileId, changesetId: changeset.id };
}

type End = Partial<Pick<UploadRow, "fileId" | "changesetId">> & Pick<UploadRow, "status" | "error">;

const end = (deps: Deps, actor: Actor, id: string, state: End): Promise<UploadRow> =>
  transact(deps, actor, async (tx) => {
    const [row] = await tx
      .update(slateUploads)
      .set({ ...state, updatedAt: now })
      .where(and(eq(slateUploads.id, id), eq(slateUploads.status, "completing")))
      .returning();
    if (!row) return findUpload(tx, id);
    tx.emit("upload.changed", { uploadId: id, status: row.status }, { projectId: row.projectId });
    return row;
  });

/** What an ended upload held is not needed. When that cannot be said to the registry now, the janitor will. */
async function dropEnded(deps: Deps, actor: Actor, id: string): Promise<void> {
  try {
    const row = await readPrimary(deps, actor, (q) => findUpload(q, id));
    if (row.status === "done" || row.status === "failed") await dropChunks(deps, actor, row);
  } catch (error) {
    deps.log.warn({ err: String(error), upload: id }, "the chunks of an upload were not dropped; the janitor will");
  }
}
