import type { Changeset, Problem } from "@slate/schema/api";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast, toastWithUndo } from "@/components/ui/toaster.tsx";
import { nameOf } from "@/features/files/paths.ts";
import { commit, fileAtQuery, findDeleted, restoreFile, revertChangeset } from "@/features/files/queries.ts";
import { keys } from "@/lib/query-keys.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { text } from "./text.ts";

/** What solves a problem at once, as one changeset that can be undone: its name, and what does it. */
export type Fix = { label: string; danger: boolean; run: () => void; busy: boolean };

/** The fix of a problem that needs no thought: the .meta of a copy goes, what is missing comes back. Null for all others. */
export function useFix(projectId: string, problem: Problem | null, onDone: () => void): Fix | null {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const path = problem?.lastKnownPath ?? problem?.asset?.path ?? "";
  const refresh = () => {
    for (const queryKey of [keys.assets(workspace.id, projectId), keys.tree(workspace.id, projectId), keys.paths(workspace.id, projectId)])
      void queryClient.invalidateQueries({ queryKey });
  };

  async function deleteMeta(): Promise<Changeset> {
    const meta = await queryClient.fetchQuery({ ...fileAtQuery(workspace.id, projectId, `${path}.meta`), staleTime: 0 });
    if (!meta) throw new Error(text.metaGone);
    const step = { op: "delete", fileId: meta.id, ifVersion: meta.version } as const;
    return commit(workspace.id, projectId, text.deleteMetaMessage(path), [step]);
  }

  async function restore(): Promise<Changeset> {
    const file = await findDeleted(workspace.id, projectId, path);
    if (!file) throw new Error(text.notAmongDeleted);
    return restoreFile(workspace.id, file, text.restoreMessage(path));
  }

  const isDuplicate = problem?.kind === "duplicate-guid";
  const fix = useMutation({
    mutationFn: isDuplicate ? deleteMeta : restore,
    onSuccess: ({ id }) => {
      refresh();
      const message = isDuplicate ? text.metaDeleted(nameOf(path)) : text.restored(nameOf(path));
      toastWithUndo(message, () => revertChangeset(workspace.id, id).finally(refresh));
      onDone();
    },
    onError: (error) => toast.error(text.notDone, { description: error.message }),
  });
  const isMissing = problem?.kind === "missing-reference" || problem?.kind === "missing-script";
  if (!(isDuplicate && problem.asset) && !(isMissing && problem.lastKnownPath)) return null;
  return {
    label: isDuplicate ? text.deleteMeta : text.restore,
    danger: isDuplicate,
    run: () => fix.mutate(),
    busy: fix.isPending,
  };
}
