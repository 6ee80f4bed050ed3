import type { ChangeInput, Changeset, File } from "@slate/schema/api";
import { useQueryClient } from "@tanstack/react-query";
import { toast, toastWithUndo } from "@/components/ui/toaster.tsx";
import { keys } from "@/lib/query-keys.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { copyOf, folderOf, join, nameOf } from "./paths.ts";
import { planDeletion } from "./plan-deletion.ts";
import { commit, fileAtQuery, releaseLock, revertChangeset, takeLock } from "./queries.ts";
import { text } from "./text.ts";
import type { FileNode } from "./use-tree-data.ts";

/** What can be done to files and folders from the tree. Each is one changeset, taken back by reverting it. */
export function useFileActions(projectId: string) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();

  function refresh() {
    for (const queryKey of [
      keys.tree(workspace.id, projectId),
      keys.paths(workspace.id, projectId),
      keys.deletedFiles(workspace.id, projectId),
      ["w", workspace.id, "file"],
    ]) {
      void queryClient.invalidateQueries({ queryKey });
    }
  }

  /** Says what was done, with a way back. */
  function done(changeset: Changeset, message: string) {
    refresh();
    toastWithUndo(message, () => revertChangeset(workspace.id, changeset.id).finally(refresh));
  }

  const run = (title: string, work: () => Promise<void>) =>
    work().catch((error: Error) => {
      toast.error(title, { description: error.message });
      throw error;
    });

  /** The `.meta` beside a file or folder: it holds the guid that others name it by, so it goes wherever that goes. */
  async function findMeta({ id }: FileNode): Promise<File | null> {
    if (id.endsWith(".meta")) return null;
    return queryClient.fetchQuery({ ...fileAtQuery(workspace.id, projectId, `${id}.meta`), staleTime: 0 });
  }

  async function moveTo(node: FileNode, to: string, message: string) {
    const meta = await findMeta(node);
    const steps: ChangeInput[] = [
      node.entry.kind === "folder"
        ? { op: "move-folder", from: node.id, to }
        : { op: "move", fileId: node.entry.file.id, to, ifVersion: node.entry.file.version },
    ];
    if (meta) steps.push({ op: "move", fileId: meta.id, to: `${to}.meta` });
    return commit(workspace.id, projectId, message, steps);
  }

  async function deleteNow(node: FileNode, message: string) {
    const meta = await findMeta(node);
    const steps: ChangeInput[] = [
      node.entry.kind === "folder"
        ? { op: "delete-folder", path: node.id }
        : { op: "delete", fileId: node.entry.file.id, ifVersion: node.entry.file.version },
    ];
    if (meta) steps.push({ op: "delete", fileId: meta.id });
    return commit(workspace.id, projectId, message, steps);
  }

  return {
    rename: (node: FileNode, name: string) =>
      run(text.failed.rename, async () =>
        done(await moveTo(node, join(folderOf(node.id), name), text.renameMessage(node.name, name)), text.renamed(name)),
      ),
    move: (node: FileNode, folder: string) =>
      run(text.failed.move, async () =>
        done(await moveTo(node, join(folder, node.name), text.moveMessage(node.name, folder)), text.moved(node.name, folder)),
      ),
    remove: (node: FileNode) =>
      run(text.failed.delete, async () => done(await deleteNow(node, text.deleteMessage(node.name)), text.deleted(node.name))),
    /** What deleting it would break, to be read first; null when nothing else needs it. */
    planRemoval: (node: FileNode) => planDeletion(workspace.id, projectId, node, (message) => deleteNow(node, message)),
    copy: (file: File) =>
      run(text.failed.copy, async () => {
        const to = copyOf(file.path);
        done(
          await commit(workspace.id, projectId, text.copyMessage(nameOf(file.path)), [{ op: "copy", fileId: file.id, to }]),
          text.copied(nameOf(to)),
        );
      }),
    lock: (file: File) => run(text.failed.lock, () => takeLock(workspace.id, file.id).then(refresh)),
    unlock: (file: File, breaking: boolean) => run(text.failed.lock, () => releaseLock(workspace.id, file.id, breaking).then(refresh)),
    refresh,
  };
}
