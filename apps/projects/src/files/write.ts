import { type File, pathKey } from "@slate/schema/api";
import { slateFiles } from "@slate/schema/db";
import { type Actor, checkVersion, problems, readPrimary, transact } from "@slate/service";
import { eq } from "drizzle-orm";
import { commitDrafts, requireWritableProject } from "../changesets/commit.ts";
import { type Draft, Drafts, loadFiles } from "../changesets/drafts.ts";
import type { StoredContent } from "../content/content.ts";
import { storeUpload } from "../content/store.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { findFile } from "./file-row.ts";

export type Written = { file: File; changesetId: string | null };
type Expected = number | "any";
type Step = (drafts: Drafts) => Draft | Promise<Draft>;

/** One step on the files of one project, as a changeset of its own. Nothing changed is a success without a changeset. */
async function writeOne(
  deps: Deps,
  actor: Actor,
  projectId: string,
  message: string,
  selection: Parameters<typeof loadFiles>[2],
  step: Step,
): Promise<Written> {
  return transact(deps, actor, async (tx) => {
    await requireWritableProject(tx, projectId);
    const drafts = new Drafts(await loadFiles(tx, projectId, selection), actor.userId);
    const draft = await step(drafts);
    const committed = await commitDrafts(deps, tx, actor, { projectId, kind: "edit", message, author: actor.author }, drafts);
    return { file: await findFile(tx, actor, draft.id), changesetId: committed?.changeset.id ?? null };
  });
}

async function projectOf(deps: Deps, actor: Actor, fileId: string): Promise<string> {
  const [row] = await readPrimary(deps, actor, (q) =>
    q.select({ projectId: slateFiles.projectId }).from(slateFiles).where(eq(slateFiles.id, fileId)),
  );
  if (!row) throw errors.fileNotFound();
  return row.projectId;
}

function expectVersion(drafts: Drafts, id: string, expected: Expected): void {
  const draft = drafts.get(id);
  if (!draft || draft.deleted) throw errors.fileNotFound();
  checkVersion(expected, draft.before?.version ?? 0);
}

/** Stores an upload before the transaction begins: a slow sender must not hold locks. */
async function upload(deps: Deps, actor: Actor, projectId: string, body: ReadableStream<Uint8Array>): Promise<StoredContent> {
  await readPrimary(deps, actor, (q) => requireWritableProject(q, projectId));
  return storeUpload(deps, actor, { workspaceId: actor.workspaceId, projectId }, body, `upload-${Bun.randomUUIDv7()}`);
}

/** Replaces a file's content. Throws 412 when `expected` is not its version. */
export async function editFile(
  deps: Deps,
  actor: Actor,
  id: string,
  expected: Expected,
  body: ReadableStream<Uint8Array>,
  message: string,
): Promise<Written> {
  const projectId = await projectOf(deps, actor, id);
  const content = await upload(deps, actor, projectId, body);
  return writeOne(deps, actor, projectId, message, { ids: [id] }, (drafts) => {
    expectVersion(drafts, id, expected);
    return drafts.edit(id, content);
  });
}

type AtPath = { projectId: string; path: string; message: string };

/** Creates a file, or with `expected` replaces the one at this path. Throws `file.exists` or 412. */
export async function putFile(
  deps: Deps,
  actor: Actor,
  at: AtPath,
  expected: Expected | "absent",
  body: ReadableStream<Uint8Array>,
): Promise<Written> {
  const content = await upload(deps, actor, at.projectId, body);
  return writeOne(deps, actor, at.projectId, at.message, { pathKeys: [pathKey(at.path)] }, (drafts) => {
    const there = drafts.liveAt(at.path);
    if (expected === "absent") {
      if (there) throw errors.exists(`${there.path} exists`);
      return drafts.create(at.path, content);
    }
    if (!there) throw problems.stale("There is no file with this path");
    expectVersion(drafts, there.id, expected);
    return drafts.edit(there.id, content);
  });
}

/** Moves or renames. Throws `file.path_taken`. */
export async function moveFile(deps: Deps, actor: Actor, id: string, expected: Expected, to: string, message: string): Promise<Written> {
  return writeOne(deps, actor, await projectOf(deps, actor, id), message, { ids: [id] }, (drafts) => {
    expectVersion(drafts, id, expected);
    return drafts.move(id, to);
  });
}

/** Deletes softly; the history stays. */
export async function deleteFile(deps: Deps, actor: Actor, id: string, expected: Expected, message: string): Promise<Written> {
  return writeOne(deps, actor, await projectOf(deps, actor, id), message, { ids: [id] }, (drafts) => {
    expectVersion(drafts, id, expected);
    return drafts.remove(id);
  });
}

/** Brings a deleted file back under its last path. Throws `file.path_taken` when another has it now. */
export async function restoreFile(deps: Deps, actor: Actor, id: string, message: string): Promise<Written> {
  return writeOne(deps, actor, await projectOf(deps, actor, id), message, { ids: [id] }, (drafts) => drafts.restore(id));
}
