import type { Asset, Changeset, Impact } from "@slate/schema/api";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Failure } from "@/components/failure.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog.tsx";
import { Input } from "@/components/ui/input.tsx";
import { toastWithUndo } from "@/components/ui/toaster.tsx";
import { revertChangeset } from "@/features/files/queries.ts";
import { isApiError } from "@/lib/api-error.ts";
import { keys } from "@/lib/query-keys.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { ImpactList } from "./impact-list.tsx";
import { bulk, impactQuery } from "./queries.ts";
import { text } from "./text.ts";

/** Assets that somebody is about to delete or move. `run` does it, where it takes more than these assets. */
export type ImpactPlan = {
  act: Impact["act"];
  assets: readonly Pick<Asset, "id" | "name" | "path">[];
  run?: (message: string) => Promise<Changeset>;
};

type ImpactDialogProps = { projectId: string; plan: ImpactPlan | null; onClose: () => void; onDone?: () => void };

/** Says what an act would break before it is done. What is used elsewhere goes only after the list was read. */
export function ImpactDialog({ projectId, plan, onClose, onDone }: ImpactDialogProps) {
  const title = plan ? text.impact[plan.act === "delete" ? "deleteTitle" : "moveTitle"](plan.assets.length) : "";
  return (
    <Dialog open={plan !== null} onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={title}>
        {plan ? (
          <Act
            projectId={projectId}
            plan={plan}
            onDone={() => {
              onClose();
              onDone?.();
            }}
          />
        ) : null}
      </DialogContent>
    </Dialog>
  );
}

function Act({ projectId, plan, onDone }: { projectId: string; plan: ImpactPlan; onDone: () => void }) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const id = useId();
  const { act, assets } = plan;
  const ids = assets.map((asset) => asset.id);
  const names = assets.length === 1 ? (assets[0]?.name ?? "") : text.impact.someAssets(assets.length);
  const [folder, setFolder] = useState("");
  const [message, setMessage] = useState(text.impact[act === "delete" ? "deleteMessage" : "moveMessage"](names));
  const [read, setRead] = useState(false);
  const impact = useQuery(impactQuery(workspace.id, projectId, ids, act));
  const refresh = () => {
    for (const queryKey of [keys.assets(workspace.id, projectId), keys.asset(workspace.id), keys.tree(workspace.id, projectId)])
      void queryClient.invalidateQueries({ queryKey });
  };

  const run = useMutation({
    mutationFn: async () => {
      if (plan.run) return { changesetId: (await plan.run(message)).id };
      return bulk(
        workspace.id,
        projectId,
        ids,
        act === "delete" ? { do: "delete", message, confirm: impact.data?.confirmation } : { do: "move", folder: folder.trim(), message },
      );
    },
    onSuccess: ({ changesetId }) => {
      refresh();
      const done = act === "delete" ? text.impact.deleted(ids.length) : text.impact.moved(ids.length, folder.trim());
      if (changesetId) toastWithUndo(done, () => revertChangeset(workspace.id, changesetId).finally(refresh));
      onDone();
    },
    onError: (error) => {
      // The list is another one now: it has to be read again.
      if (isApiError(error, "asset.confirmation_required")) {
        setRead(false);
        void impact.refetch();
      }
    },
  });
  const asks = impact.data?.needsConfirmation === true;
  const blocked = impact.data === undefined || (asks && !read) || (act === "move" && folder.trim() === "");

  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        if (!blocked && !run.isPending) run.mutate();
      }}
    >
      <DialogBody className="space-y-4">
        <ul className="max-h-24 overflow-y-auto text-muted text-sm">
          {assets.slice(0, 20).map((asset) => (
            <li key={asset.id} className="truncate" title={asset.path}>
              {asset.path}
            </li>
          ))}
          {assets.length > 20 ? <li>{text.impact.more(assets.length - 20)}</li> : null}
        </ul>
        {act === "move" ? (
          <div>
            <label htmlFor={`${id}-folder`} className="mb-1.5 block font-medium text-sm">
              {text.impact.folder}
            </label>
            <Input
              id={`${id}-folder`}
              value={folder}
              onChange={(event) => setFolder(event.target.value)}
              aria-describedby={`${id}-folder-help`}
              autoComplete="off"
            />
            <p id={`${id}-folder-help`} className="mt-1.5 text-muted text-xs">
              {text.impact.folderHelp}
            </p>
          </div>
        ) : null}
        <QueryView query={impact} loading={<LoadingRows label={text.impact.loading} rows={3} />} failure={text.impact.failed}>
          {(found) => <ImpactList impact={found} one={assets.length === 1} />}
        </QueryView>
        <div>
          <label htmlFor={`${id}-message`} className="mb-1.5 block font-medium text-sm">
            {text.impact.message}
          </label>
          <Input id={`${id}-message`} value={message} onChange={(event) => setMessage(event.target.value)} maxLength={2000} />
          <p className="mt-1.5 text-muted text-xs">{text.impact.undo}</p>
        </div>
        {asks ? (
          <div className="flex items-center gap-2.5 rounded-md bg-danger-soft px-3 py-2">
            <Checkbox id={`${id}-read`} checked={read} onCheckedChange={(checked) => setRead(checked === true)} />
            <label htmlFor={`${id}-read`} className="text-sm">
              {text.impact.understand}
            </label>
          </div>
        ) : null}
        {run.error ? (
          <Failure
            size="line"
            title={text.impact.notDone}
            error={run.error}
            kept={isApiError(run.error, "asset.confirmation_required") ? text.impact.changed : undefined}
          />
        ) : null}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>{text.impact.cancel}</Button>
        </DialogClose>
        <Button type="submit" variant={act === "delete" ? "danger" : "primary"} busy={run.isPending} disabled={blocked}>
          {text.impact[asks ? "deleteAnyway" : act]}
        </Button>
      </DialogFooter>
    </form>
  );
}
