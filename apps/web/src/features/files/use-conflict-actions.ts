import type { File } from "@slate/schema/api";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/components/ui/toaster.tsx";
import { keys } from "@/lib/query-keys.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import type { Sides } from "./conflict-sides.ts";
import type { Draft } from "./drafts.ts";
import { copyOf, nameOf } from "./paths.ts";
import { createFile, saveContent } from "./queries.ts";
import { text } from "./text.ts";
import { writeText } from "./text-format.ts";

/** What the page does when the conflict is over. */
export type ConflictEnd = { onClose: () => void; onSaved: () => void; onDiscarded: () => void; onCopied: (path: string) => void };

/** Ways out of a conflict that need no merge, and one that saves what came of it. */
export function useConflictActions({ current, format }: Sides, draft: Draft, { onClose, onSaved, onDiscarded, onCopied }: ConflictEnd) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();

  /** Notes what the file says now, so that nobody has to ask. */
  function wasSaved(saved: File, written: string) {
    queryClient.setQueryData(keys.content(workspace.id, current.id, saved.version), written);
    queryClient.setQueryData([...keys.paths(workspace.id, current.projectId), current.path], saved);
    toast.success(text.saved);
    onClose();
    onSaved();
  }

  const save = useMutation({
    mutationFn: async (typed: string) => {
      const written = writeText(typed, format);
      const message = text.editMessage(nameOf(current.path));
      return { saved: await saveContent(workspace.id, current.id, current.version, new Blob([written]), message), written };
    },
    onSuccess: ({ saved, written }) => wasSaved(saved, written),
  });
  const copy = useMutation({
    mutationFn: () =>
      createFile(
        workspace.id,
        current.projectId,
        copyOf(current.path),
        writeText(draft.text, format),
        text.copyMessage(nameOf(current.path)),
      ),
    onSuccess: (file) => {
      toast.success(text.savedCopy(file.path));
      void queryClient.invalidateQueries({ queryKey: keys.tree(workspace.id, current.projectId) });
      onClose();
      onCopied(file.path);
    },
  });
  function discard() {
    onClose();
    onDiscarded();
  }
  return { save, copy, discard, wasSaved };
}
