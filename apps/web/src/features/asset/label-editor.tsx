import type { AssetDetail } from "@slate/schema/api";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import { Badge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Input } from "@/components/ui/input.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { readLabels } from "@/features/assets/label-popover.tsx";
import { assetByGuidQuery, bulk } from "@/features/assets/queries.ts";
import { keys } from "@/lib/query-keys.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { text } from "./text.ts";

type Change = { add: string[]; remove: string[] };

const changed = (labels: readonly string[], { add, remove }: Change) => [...labels.filter((label) => !remove.includes(label)), ...add];

/** The asset's labels, shown as they will be while they are saved. */
export function LabelEditor({ asset }: { asset: AssetDetail }) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const mayWrite = useCan("asset.write");
  const [adding, setAdding] = useState(false);
  const [typed, setTyped] = useState("");
  const addButton = useRef<HTMLButtonElement>(null);
  const { queryKey } = assetByGuidQuery(workspace.id, asset.projectId, asset.guid);
  const save = useMutation({
    // What is added and removed, not the whole list: labels that somebody else gives meanwhile stay.
    mutationFn: ({ add, remove }: Change) => bulk(workspace.id, asset.projectId, [asset.id], { do: "label", add, remove }),
    onSettled: async () => {
      void queryClient.invalidateQueries({ queryKey: keys.assets(workspace.id, asset.projectId) });
      await queryClient.invalidateQueries({ queryKey });
    },
    onError: (error) => toast.error(text.labelsFailed, { description: error.message }),
  });
  const labels = save.isPending ? changed(asset.labels, save.variables) : asset.labels;

  function add() {
    const added = readLabels(typed).filter((label) => !labels.includes(label));
    setTyped("");
    setAdding(false);
    if (added.length > 0) save.mutate({ add: added, remove: [] });
    // The field goes away; the keyboard stays where it was.
    requestAnimationFrame(() => addButton.current?.focus());
  }

  if (labels.length === 0 && !mayWrite) return null;
  return (
    <ul aria-label={text.labels} className="mt-1.5 flex flex-wrap items-center gap-1.5">
      {labels.map((label) => (
        <li key={label}>
          <Badge tone="accent" className={mayWrite ? "pr-1" : undefined}>
            {label}
            {mayWrite ? (
              <button
                type="button"
                aria-label={text.removeLabel(label)}
                onClick={() => save.mutate({ add: [], remove: [label] })}
                className="rounded-full p-0.5 hover:bg-pressed"
              >
                <X aria-hidden />
              </button>
            ) : null}
          </Badge>
        </li>
      ))}
      {mayWrite ? (
        <li>
          {adding ? (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                add();
              }}
            >
              <Input
                autoFocus
                aria-label={text.newLabel}
                placeholder={text.newLabel}
                maxLength={50}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                onBlur={() => (typed.trim() ? add() : setAdding(false))}
                onKeyDown={(event) => {
                  if (event.key !== "Escape") return;
                  setTyped("");
                  setAdding(false);
                }}
                className="h-6 w-32 text-xs"
              />
            </form>
          ) : (
            <Button ref={addButton} variant="ghost" size="sm" className="h-6" onClick={() => setAdding(true)}>
              <Plus aria-hidden />
              {text.addLabel}
            </Button>
          )}
        </li>
      ) : null}
    </ul>
  );
}
