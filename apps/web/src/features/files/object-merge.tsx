import type { MergeConflict } from "@slate/schema/api";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Diff } from "@/components/diff/diff.tsx";
import { Failure } from "@/components/failure.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { DialogBody } from "@/components/ui/dialog.tsx";
import { isApiError } from "@/lib/api-error.ts";
import { keys } from "@/lib/query-keys.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { ConflictFooter } from "./conflict-footer.tsx";
import type { Sides } from "./conflict-sides.ts";
import type { Draft } from "./drafts.ts";
import { LineMerge } from "./line-merge.tsx";
import { MergeChoice, type MergeSide } from "./merge-choice.tsx";
import { nameOf } from "./paths.ts";
import { mergeObjects } from "./queries.ts";
import { text } from "./text.ts";
import { writeText } from "./text-format.ts";
import { type ConflictEnd, useConflictActions } from "./use-conflict-actions.ts";

type ObjectMergeProps = { sides: Sides; draft: Draft; end: ConflictEnd };

/**
 * Both texts of a scene, prefab or asset merged as Unity sees them, object by object; what both changed is decided here before it is saved.
 * To the server what others saved is "ours", what was typed here "theirs".
 */
export function ObjectMerge({ sides, draft, end }: ObjectMergeProps) {
  const workspace = useWorkspace();
  const { current, theirs, format } = sides;
  const [taken, setTaken] = useState<ReadonlyMap<string, MergeSide>>(new Map());
  const resolutions = [...taken].map(([id, take]) => ({ id, take }));
  const input = { fileId: current.id, base: draft.baseVersion, ours: current.version, theirs: writeText(draft.text, format), resolutions };
  const merged = useQuery({
    queryKey: [...keys.file(workspace.id, current.id), "merge", draft.baseVersion, current.version, resolutions],
    queryFn: ({ signal }) => mergeObjects(workspace.id, input, signal),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const actions = useConflictActions(sides, draft, end);
  const save = useMutation({
    mutationFn: () => mergeObjects(workspace.id, { ...input, save: true, message: text.mergeMessage(nameOf(current.path)) }),
    onSuccess: ({ file, text: written }) => actions.wasSaved(file ? { ...file, lock: current.lock } : current, written),
  });
  const result = merged.data?.text ?? "";
  const source = useMemo(() => ({ oldText: writeText(theirs, format), newText: result }), [theirs, format, result]);

  if (isApiError(merged.error) && merged.error.status >= 400 && merged.error.status < 500)
    return <LineMerge sides={sides} draft={draft} end={end} warning={text.notByObjects(merged.error.message)} />;
  const { conflicts = [], unresolved = 0 } = merged.data ?? {};
  return (
    <>
      <DialogBody className="space-y-4">
        {merged.data ? (
          <>
            {conflicts.length > 0 ? (
              <ul aria-label={text.bothChanged} className="space-y-3">
                {conflicts.map((conflict: MergeConflict) => (
                  <MergeChoice
                    key={conflict.id}
                    conflict={conflict}
                    taken={taken.get(conflict.id) ?? null}
                    onTake={(side) => setTaken(new Map(taken).set(conflict.id, side))}
                  />
                ))}
              </ul>
            ) : null}
            <Diff
              source={source}
              path={current.path}
              label={text.whatIsSaved}
              heading={text.whatIsSaved}
              scroll="page"
              className="rounded-lg border"
            />
          </>
        ) : merged.error ? (
          <Failure title={text.mergeFailed} error={merged.error} kept={text.saveKept} onRetry={() => merged.refetch()} />
        ) : (
          <LoadingRows label={text.merging} />
        )}
      </DialogBody>
      <ConflictFooter
        draft={draft}
        actions={actions}
        note={merged.data ? (unresolved > 0 ? text.undecided(unresolved) : text.mergedObjects) : ""}
        error={save.error}
        saving={save.isPending}
        blocked={!merged.data || merged.isPlaceholderData || unresolved > 0}
        onSave={() => save.mutate()}
      />
    </>
  );
}
