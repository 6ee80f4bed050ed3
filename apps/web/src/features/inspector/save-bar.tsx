import type { AssetDetail } from "@slate/schema/api";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useCommands } from "@/components/commands/registry.ts";
import { Failure } from "@/components/failure.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Input } from "@/components/ui/input.tsx";
import { toast, toastWithUndo } from "@/components/ui/toaster.tsx";
import { revertChangeset } from "@/features/files/queries.ts";
import { isApiError } from "@/lib/api-error.ts";
import { keys } from "@/lib/query-keys.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { useEdits, useEditsOf } from "./edits.ts";
import { saveEdits } from "./queries.ts";
import { text } from "./text.ts";

/** What was changed and not saved, and the way to save it: one changeset, or nothing at all. */
export function SaveBar({ asset, version }: { asset: AssetDetail; version: number }) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const edits = useEditsOf(asset.id);
  const pending = Object.values(edits);
  const [message, setMessage] = useState("");
  const { drop } = useEdits();
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: keys.asset(workspace.id) }),
      queryClient.invalidateQueries({ queryKey: keys.assets(workspace.id, asset.projectId) }),
    ]);

  const save = useMutation({
    mutationFn: () =>
      saveEdits(
        workspace.id,
        asset.id,
        version,
        pending.map(({ edit }) => edit),
        message.trim() || text.messageDefault(asset.name),
      ),
    onSuccess: async ({ changesetId }) => {
      // The values that were typed stay on screen until those that were saved have come back.
      await refresh();
      drop(asset.id, Object.keys(edits));
      setMessage("");
      const said = text.savedMessage(pending.length, asset.name);
      if (changesetId) toastWithUndo(said, () => revertChangeset(workspace.id, changesetId).finally(refresh));
      else toast.success(said);
    },
    onError: (error) => {
      if (isApiError(error) && error.status === 412) {
        void queryClient.invalidateQueries({ queryKey: keys.asset(workspace.id, asset.id) });
      }
    },
  });
  const overtaken = isApiError(save.error) && save.error.status === 412;

  useCommands([
    {
      keys: "mod+s",
      label: text.save,
      group: text.tree,
      whileTyping: true,
      run: () => {
        if (pending.length > 0 && !save.isPending) save.mutate();
      },
    },
  ]);
  if (pending.length === 0) return null;
  const objects = [...new Set(pending.map(({ object }) => object))];

  return (
    <section aria-label={text.changes(pending.length)} className="shrink-0 border-t bg-raised px-4 py-3 shadow-2">
      {overtaken ? (
        <p role="alert" className="mb-3 rounded-md bg-warning-soft px-3 py-2 text-sm">
          {text.overtaken(version)}
        </p>
      ) : save.error ? (
        <Failure size="line" title={text.saveFailed} error={save.error} kept={text.kept} className="mb-3" />
      ) : null}
      <form
        className="flex flex-wrap items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <p role="status" className="min-w-0 text-sm" title={text.inObjects(objects)}>
          <span className="font-medium">{text.changes(pending.length)}</span>
          <span className="text-muted max-md:hidden"> · {text.inObjects(objects.slice(0, 2))}</span>
        </p>
        <Input
          aria-label={text.message}
          placeholder={text.messageDefault(asset.name)}
          maxLength={2000}
          value={message}
          onChange={(event) => setMessage(event.target.value)}
          className="min-w-40 flex-1 basis-40"
        />
        <Button
          onClick={() => {
            const dropped = edits;
            drop(asset.id, Object.keys(dropped));
            toastWithUndo(text.discarded, () => {
              for (const one of Object.values(dropped)) useEdits.getState().put(asset.id, one);
            });
          }}
        >
          {text.discard}
        </Button>
        <Button type="submit" variant="primary" busy={save.isPending}>
          {text.save}
        </Button>
      </form>
    </section>
  );
}
