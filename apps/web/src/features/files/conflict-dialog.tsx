import type { File } from "@slate/schema/api";
import { holdsObjects } from "@slate/schema/api";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Failure } from "@/components/failure.tsx";
import { Loading } from "@/components/loading.tsx";
import { Dialog, DialogContent } from "@/components/ui/dialog.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { useWorkspace } from "@/lib/workspace.ts";
import { sidesQuery } from "./conflict-sides.ts";
import type { Draft } from "./drafts.ts";
import { LineMerge } from "./line-merge.tsx";
import { ObjectMerge } from "./object-merge.tsx";
import { nameOf } from "./paths.ts";
import { text } from "./text.ts";

type ConflictDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  file: File;
  draft: Draft;
  onSaved: () => void;
  onDiscarded: () => void;
  onCopied: (path: string) => void;
};

/** Somebody saved in between: shows both texts, merged as far as they go together, and lets the person decide. */
export function ConflictDialog({ open, onOpenChange, file, draft, ...rest }: ConflictDialogProps) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const sides = useQuery({ ...sidesQuery(queryClient, workspace.id, file.id, draft), enabled: open });
  const Merge = holdsObjects(file.path) ? ObjectMerge : LineMerge;
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        width="full"
        title={text.conflictTitle(nameOf(file.path))}
        description={sides.data ? text.conflictIntro(sides.data.who, sides.data.current.version) : null}
      >
        {sides.data ? (
          <Merge key={sides.data.current.version} sides={sides.data} draft={draft} end={{ onClose: () => onOpenChange(false), ...rest }} />
        ) : sides.error ? (
          <Failure title={text.contentFailed} error={sides.error} kept={text.saveKept} onRetry={() => sides.refetch()} />
        ) : (
          <Loading label={text.loading} className="p-5">
            <Skeleton className="h-96" />
          </Loading>
        )}
      </DialogContent>
    </Dialog>
  );
}
