import type { File } from "@slate/schema/api";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { Button } from "@/components/ui/button.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { keys } from "@/lib/query-keys.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { restoreVersion } from "./queries.ts";
import { text } from "./text.ts";

type RestoreVersionButtonProps = { file: File; version: number; onRestored: () => void };

/** Makes an older version the current one; itself a new version, so that nothing is lost. */
export function RestoreVersionButton({ file, version, onRestored }: RestoreVersionButtonProps) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const mayWrite = useCan("file.write");
  const restore = useMutation({
    mutationFn: () => restoreVersion(workspace.id, file, version, text.restoreMessage(version)),
    onSuccess: (saved) => {
      queryClient.setQueryData([...keys.paths(workspace.id, file.projectId), file.path], saved);
      void queryClient.invalidateQueries({ queryKey: keys.versions(workspace.id, file.id) });
      toast.success(text.restoredVersion(version));
      onRestored();
    },
    onError: (error) => toast.error(text.failed.restore, { description: error.message }),
  });
  if (!mayWrite) return null;
  return (
    <Button size="sm" busy={restore.isPending} onClick={() => restore.mutate()}>
      <Undo2 aria-hidden />
      {text.restoreVersion}
    </Button>
  );
}
