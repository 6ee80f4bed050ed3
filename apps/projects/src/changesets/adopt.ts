import { repositoryFor } from "@slate/oci";
import type { AdoptContents } from "@slate/schema/api";
import { type Actor, readPrimary, transact } from "@slate/service";
import { adoptBlobs } from "../content/adopt-blobs.ts";
import type { StoredContent } from "../content/content.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { type Committed, commitDrafts, requireWritableProject } from "./commit.ts";
import { Drafts, loadFiles } from "./drafts.ts";

/**
 * Makes files of contents that another of the project's repositories has, as one changeset: nothing is sent again. Throws
 * `content.unknown`, `changeset.empty`, and what `commitDrafts` throws.
 */
export async function adoptContents(deps: Deps, actor: Actor, input: AdoptContents): Promise<Committed> {
  const { projectId, message, from, files } = input;
  const place = { workspaceId: actor.workspaceId, projectId };
  await readPrimary(deps, actor, (q) => requireWritableProject(q, projectId));
  const contents = await adoptBlobs(deps, actor, place, repositoryFor({ ...place, kind: from }), files);

  const committed = await transact(deps, actor, async (tx) => {
    await requireWritableProject(tx, projectId);
    const ids = files.flatMap((file) => ("fileId" in file ? [file.fileId] : []));
    const drafts = new Drafts(await loadFiles(tx, projectId, { ids }), actor.userId);
    for (const file of files) {
      const content = contents.get(file.sha256) as StoredContent;
      if ("fileId" in file) drafts.edit(file.fileId, content, file.ifVersion);
      else drafts.create(file.path, content);
    }
    return commitDrafts(deps, tx, actor, { projectId, kind: "edit", message, author: actor.author }, drafts);
  });
  if (!committed) throw errors.noChange();
  return committed;
}
