import type { File } from "@slate/schema/api";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { LoadingRows } from "@/components/loading.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Time } from "@/components/time.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Sheet, SheetContent } from "@/components/ui/sheet.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { keys } from "@/lib/query-keys.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { FileIcon } from "./file-icon.tsx";
import { nameOf } from "./paths.ts";
import { deletedFilesQuery, restoreFile } from "./queries.ts";
import { text } from "./text.ts";

type DeletedFilesDialogProps = {
  projectId: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRestored: (path: string) => void;
};

export function DeletedFilesDialog({ projectId, open, onOpenChange, onRestored }: DeletedFilesDialogProps) {
  return (
    <Sheet open={open} onOpenChange={onOpenChange}>
      <SheetContent title={text.deletedTitle}>
        <p className="px-5 pt-3 text-muted text-sm">{text.deletedIntro}</p>
        <DeletedFiles
          projectId={projectId}
          onRestored={(path) => {
            onOpenChange(false);
            onRestored(path);
          }}
        />
      </SheetContent>
    </Sheet>
  );
}

function DeletedFiles({ projectId, onRestored }: { projectId: string; onRestored: (path: string) => void }) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const mayWrite = useCan("file.write");
  const files = useInfiniteQuery(deletedFilesQuery(workspace.id, projectId));
  const restore = useMutation({
    mutationFn: (file: File) => restoreFile(workspace.id, file, text.restoreFileMessage(nameOf(file.path))),
    onSuccess: async (_, file) => {
      toast.success(text.restored(nameOf(file.path)));
      await Promise.all(
        [keys.tree(workspace.id, projectId), keys.paths(workspace.id, projectId), keys.deletedFiles(workspace.id, projectId)].map(
          (queryKey) => queryClient.invalidateQueries({ queryKey }),
        ),
      );
      onRestored(file.path);
    },
    onError: (error) => toast.error(text.failed.restore, { description: error.message }),
  });
  return (
    <QueryView query={files} loading={<LoadingRows label={text.loading} />} failure={text.deletedFailed}>
      {(rows) => (
        <>
          {rows.length === 0 ? <p className="px-5 py-8 text-center text-muted text-sm">{text.noneDeleted}</p> : null}
          <ul className="mt-2 divide-y border-y empty:hidden">
            {rows.map((file) => (
              <li key={file.id} className="flex items-center gap-3 px-5 py-2">
                <FileIcon path={file.path} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate text-sm" title={file.path}>
                    {file.path}
                  </span>
                  <span className="text-muted text-xs">{file.deletedAt ? <Time at={file.deletedAt} /> : null}</span>
                </span>
                {mayWrite ? (
                  <Button size="sm" busy={restore.isPending && restore.variables?.id === file.id} onClick={() => restore.mutate(file)}>
                    {text.restore}
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
          {files.hasNextPage ? (
            <Button className="m-5" busy={files.isFetchingNextPage} onClick={() => files.fetchNextPage()}>
              {text.older}
            </Button>
          ) : null}
        </>
      )}
    </QueryView>
  );
}
