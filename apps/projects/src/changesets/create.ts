import type { ChangeInput, CreateChangeset } from "@slate/schema/api";
import { pathKey } from "@slate/schema/api";
import { type Actor, problems, readPrimary, transact } from "@slate/service";
import { describe, keptContent, type StoredContent } from "../content/content.ts";
import { type HeldContent, storeContents } from "../content/store.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { type Committed, commitDrafts, requireWritableProject } from "./commit.ts";
import { Drafts, loadFiles, type Selection } from "./drafts.ts";

/**
 * Applies a batch as one changeset, wholly or not at all. Steps see what the steps before them did.
 * Throws `changeset.empty` when nothing would change, and what `commitDrafts` throws.
 */
export async function createChangeset(deps: Deps, actor: Actor, input: CreateChangeset): Promise<Committed> {
  const { projectId, message } = input;
  const place = { workspaceId: actor.workspaceId, projectId };
  await readPrimary(deps, actor, (q) => requireWritableProject(q, projectId));
  const stored = await storeContents(deps, actor, place, heldContents(deps, input.changes), `batch-${Bun.randomUUIDv7()}`);

  const committed = await transact(deps, actor, async (tx) => {
    await requireWritableProject(tx, projectId);
    const drafts = new Drafts(await loadFiles(tx, projectId, select(input.changes)), actor.userId);
    const contents = stored.values();
    for (const change of input.changes) {
      const content = "content" in change ? contents.next().value : undefined;
      applyStep(drafts, change, content);
    }
    return commitDrafts(deps, tx, actor, { projectId, kind: "edit", message, author: actor.author }, drafts);
  });
  if (!committed) throw errors.noChange();
  return committed;
}

function heldContents(deps: Deps, changes: ChangeInput[]): HeldContent[] {
  return changes.flatMap((change) => {
    if (!("content" in change)) return [];
    const bytes = new Uint8Array(Buffer.from(change.content, change.encoding));
    if (change.encoding === "base64" && Buffer.from(bytes).toString("base64").replace(/=+$/, "") !== change.content.replace(/=+$/, "")) {
      throw problems.invalid("content is not valid base64");
    }
    return [{ content: describe(bytes, deps.config.TEXT_LIMIT_BYTES), bytes }];
  });
}

const select = (changes: ChangeInput[]): Selection => ({
  ids: changes.flatMap((change) => ("fileId" in change ? [change.fileId] : [])),
  folders: changes.flatMap((change) => (change.op === "move-folder" ? [change.from] : change.op === "delete-folder" ? [change.path] : [])),
});

function applyStep(drafts: Drafts, change: ChangeInput, content: StoredContent | undefined): void {
  if (change.op === "create" && content) drafts.create(change.path, content);
  else if (change.op === "edit" && content) drafts.edit(change.fileId, content, change.ifVersion);
  else if (change.op === "move") drafts.move(change.fileId, change.to, change.ifVersion);
  else if (change.op === "copy") drafts.create(change.to, contentOf(drafts, change.fileId));
  else if (change.op === "delete") drafts.remove(change.fileId, change.ifVersion);
  else if (change.op === "restore") drafts.restore(change.fileId);
  else if (change.op === "delete-folder") for (const draft of nonEmpty(drafts, change.path)) drafts.remove(draft.id);
  else if (change.op === "move-folder") {
    if (`${pathKey(change.to)}/`.startsWith(`${pathKey(change.from)}/`) && pathKey(change.to) !== pathKey(change.from)) {
      throw errors.batch("A folder cannot move into itself");
    }
    for (const draft of nonEmpty(drafts, change.from)) drafts.move(draft.id, change.to + draft.path.slice(change.from.length));
  }
}

function nonEmpty(drafts: Drafts, folder: string) {
  const found = drafts.below(folder);
  if (found.length === 0) throw errors.fileNotFound(`There is no folder ${folder}`);
  return found;
}

/** The content of a file as the drafts have it, ready to be given to another. */
function contentOf(drafts: Drafts, fileId: string): StoredContent {
  const draft = drafts.get(fileId);
  if (!draft || draft.deleted) throw errors.fileNotFound();
  return draft.content ?? keptContent(draft);
}
