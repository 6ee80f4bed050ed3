import { lazy, Suspense, useMemo, useState } from "react";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { languageOf } from "@/lib/languages.ts";
import { ConflictFooter } from "./conflict-footer.tsx";
import type { Sides } from "./conflict-sides.ts";
import type { Draft } from "./drafts.ts";
import { mergeTexts } from "./merge-texts.ts";
import { text } from "./text.ts";
import { type ConflictEnd, useConflictActions } from "./use-conflict-actions.ts";

const MergeEditor = lazy(() => import("./merge-editor.tsx"));

type LineMergeProps = {
  sides: Sides;
  draft: Draft;
  end: ConflictEnd;
  /** Why it is merged by lines only. */
  warning?: string;
};

/** Both texts merged line by line, to be read over and changed before they are saved. */
export function LineMerge({ sides, draft, end, warning }: LineMergeProps) {
  const { current, base, theirs } = sides;
  const merged = useMemo(() => mergeTexts(base, draft.text, theirs), [base, draft.text, theirs]);
  const [result, setResult] = useState(merged.text);
  const actions = useConflictActions(sides, draft, end);
  return (
    <>
      {warning ? <p className="bg-warning-soft px-5 py-2 text-sm">{warning}</p> : null}
      <div className="min-h-0 flex-1 overflow-hidden border-y">
        <div className="grid grid-cols-2 border-b bg-canvas px-3 py-1.5 font-medium text-xs">
          <span>{text.theirs(current.version)}</span>
          <span className="pl-4">{text.mine}</span>
        </div>
        <Suspense fallback={<Skeleton className="m-4 h-64" />}>
          <MergeEditor theirs={theirs} mine={merged.text} language={languageOf(current.path)} onChange={setResult} />
        </Suspense>
      </div>
      <ConflictFooter
        draft={draft}
        actions={actions}
        note={merged.conflicts > 0 ? text.conflicts(merged.conflicts) : text.merged}
        error={null}
        saving={actions.save.isPending}
        onSave={() => actions.save.mutate(result)}
      />
    </>
  );
}
