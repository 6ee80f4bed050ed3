import { type File, pathKey } from "@slate/schema/api";
import { type Actor, checkVersion, problems, type Queries, readPrimary, type Tx, transact } from "@slate/service";
import { commitDrafts, requireWritableProject } from "../changesets/commit.ts";
import { type Draft, Drafts, loadFile, loadFiles } from "../changesets/drafts.ts";
import type { StoredContent } from "../content/content.ts";
import { storeUpload } from "../content/store.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { fileOfDraft, findFile } from "./file-row.ts";

export type Written = { file: File; changesetId: string | null };
type Expected = number | "any";

/** One step on one file, as a changeset of its own. */
const writeExisting = (deps: Deps, actor: Actor, id: string, message: string, step: (drafts: Drafts) => Draft): Promise<Written> =>
  transact(deps, actor, async (tx) => {
    const { projectId, file } = await loadFile(tx, id);
    const drafts = new Drafts([file], actor.userId);
    return commitOne(deps, tx, actor, { projectId, message }, drafts, step(drafts));
  });

/** Nothing changed is a success without a changeset. */
async function commitOne(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  about: { projectId: string; message: string },
  drafts: Drafts,
  draft: Draft,
): Promise<Written> {
  const committed = await commitDrafts(deps, tx, actor, { ...about, kind: "edit", author: actor.author }, drafts);
  const times = committed?.times.get(draft.id);
  if (!committed || !times) return { file: await findFile(tx, actor, draft.id), changesetId: null };
  return { file: fileOfDraft(draft, about.projectId, times), changesetId: committed.changeset.id };
}

function expectVersion(drafts: Drafts, id: string, expected: Expected): void {
  const draft = drafts.get(id);
  if (!draft || draft.deleted) throw errors.fileNotFound();
  checkVersion(expected, draft.before?.version ?? 0);
}

/** Stores an upload before the transaction begins: a slow sender must not hold locks. */
function upload(
  deps: Deps,
  actor: Actor,
  findProject: (q: Queries) => Promise<string>,
  body: ReadableStream<Uint8Array>,
): Promise<StoredContent> {
  const findPlace = async () => ({ workspaceId: actor.workspaceId, projectId: await readPrimary(deps, actor, findProject) });
  return storeUpload(deps, actor, findPlace, body, `upload-${Bun.randomUUIDv7()}`);
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
  const content = await upload(deps, actor, async (q) => (await loadFile(q, id)).projectId, body);
  return writeExisting(deps, actor, id, message, (drafts) => {
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
  const { projectId, path, message } = at;
  const findProject = async (q: Queries) => {
    await requireWritableProject(q, projectId);
    return projectId;
  };
  const content = await upload(deps, actor, findProject, body);
  return transact(deps, actor, async (tx) => {
    await requireWritableProject(tx, projectId);
    const drafts = new Drafts(await loadFiles(tx, projectId, { pathKeys: [pathKey(path)] }), actor.userId);
    return commitOne(deps, tx, actor, { projectId, message }, drafts, putDraft(drafts, path, expected, content));
  });
}

function putDraft(drafts: Drafts, path: string, expected: Expected | "absent", content: StoredContent): Draft {
  const there = drafts.liveAt(path);
  if (expected === "absent") {
    if (there) throw errors.exists(`${there.path} exists`);
    return drafts.create(path, content);
  }
  if (!there) throw problems.stale("There is no file with this path");
  expectVersion(drafts, there.id, expected);
  return drafts.edit(there.id, content);
}

/** Moves or renames. Throws `file.path_taken`. */
export async function moveFile(deps: Deps, actor: Actor, id: string, expected: Expected, to: string, message: string): Promise<Written> {
  return writeExisting(deps, actor, id, message, (drafts) => {
    expectVersion(drafts, id, expected);
    return drafts.move(id, to);
  });
}

/** Deletes softly; the history stays. */
export async function deleteFile(deps: Deps, actor: Actor, id: string, expected: Expected, message: string): Promise<Written> {
  return writeExisting(deps, actor, id, message, (drafts) => {
    expectVersion(drafts, id, expected);
    return drafts.remove(id);
  });
}

/** Brings a deleted file back under its last path. Throws `file.path_taken` when another has it now. */
export async function restoreFile(deps: Deps, actor: Actor, id: string, message: string): Promise<Written> {
  return writeExisting(deps, actor, id, message, (drafts) => drafts.restore(id));
}
