import type { Asset } from "@slate/schema/api";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download, FolderInput, FolderMinus, Trash } from "lucide-react";
import { useState } from "react";
import { download, toCsv } from "@/components/data-table/csv.ts";
import { Button } from "@/components/ui/button.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { keys } from "@/lib/query-keys.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { assetColumns } from "./asset-columns.tsx";
import { CollectMenu } from "./collections.tsx";
import { ImpactDialog, type ImpactPlan } from "./impact-dialog.tsx";
import { LabelPopover } from "./label-popover.tsx";
import { bulk } from "./queries.ts";
import { text } from "./text.ts";

type BulkActionsProps = {
  projectId: string;
  projectName: string;
  assets: readonly Asset[];
  /** The collection on screen, out of which the selected assets can be taken. */
  collectionId: string | undefined;
  knownLabels: readonly string[];
  onClear: () => void;
};

/** What can be done with the selected assets at once. */
export function BulkActions({ projectId, projectName, assets, collectionId, knownLabels, onClear }: BulkActionsProps) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const mayWrite = useCan("asset.write");
  const [plan, setPlan] = useState<ImpactPlan | null>(null);
  const ids = assets.map(({ id }) => id);
  const run = useMutation({
    mutationFn: (act: { action: Parameters<typeof bulk>[3]; done: (changed: number) => string }) =>
      bulk(workspace.id, projectId, ids, act.action),
    onSuccess: async ({ changed }, { done }) => {
      toast.success(done(changed));
      for (const queryKey of [keys.assets(workspace.id, projectId), keys.collections(workspace.id, projectId), keys.asset(workspace.id)])
        void queryClient.invalidateQueries({ queryKey });
    },
    onError: (error) => toast.error(text.bulkFailed, { description: error.message }),
  });

  return (
    <>
      {mayWrite ? (
        <>
          <LabelPopover
            known={knownLabels}
            present={[...new Set(assets.flatMap(({ labels }) => labels))].sort()}
            busy={run.isPending}
            onApply={(add, remove) => run.mutateAsync({ action: { do: "label", add, remove }, done: text.labelled })}
          />
          <CollectMenu
            projectId={projectId}
            onCollect={(collection) =>
              run.mutate({
                action: { do: "collect", collectionId: collection.id },
                done: (changed) => text.collected(changed, collection.name),
              })
            }
          />
          {collectionId ? (
            <Button size="sm" onClick={() => run.mutate({ action: { do: "uncollect", collectionId }, done: text.uncollected })}>
              <FolderMinus aria-hidden />
              {text.uncollect}
            </Button>
          ) : null}
          <Button size="sm" onClick={() => setPlan({ act: "move", assets })}>
            <FolderInput aria-hidden />
            {text.move}
          </Button>
          <Button size="sm" onClick={() => setPlan({ act: "delete", assets })}>
            <Trash aria-hidden />
            {text.delete}
          </Button>
        </>
      ) : null}
      <Button size="sm" onClick={() => download(`assets-${projectName}.csv`, toCsv(assetColumns, assets), "text/csv;charset=utf-8")}>
        <Download aria-hidden />
        {text.csv}
      </Button>
      <ImpactDialog projectId={projectId} plan={plan} onClose={() => setPlan(null)} onDone={onClear} />
    </>
  );
}
