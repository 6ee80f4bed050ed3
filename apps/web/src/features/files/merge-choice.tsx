import type { MergeConflict } from "@slate/schema/api";
import { useId } from "react";
import { text } from "./text.ts";

export type MergeSide = NonNullable<MergeConflict["taken"]>;

/** As people think of them: what others saved, what they typed, what was there before. */
const sides = ["ours", "theirs", "base"] as const satisfies readonly MergeSide[];

type MergeChoiceProps = { conflict: MergeConflict; taken: MergeSide | null; onTake: (side: MergeSide) => void };

/** One thing that both changed, and what it can be. */
export function MergeChoice({ conflict, taken, onTake }: MergeChoiceProps) {
  const id = useId();
  const place = [conflict.object, conflict.component, conflict.path].filter(Boolean).join(" · ");
  return (
    <li>
      <fieldset className="rounded-lg border">
        <legend className="ml-2 px-1 font-medium text-sm [overflow-wrap:anywhere]">{place || text.conflictKinds[conflict.kind]}</legend>
        <p className="px-3 pb-2 text-muted text-xs">{text.conflictKinds[conflict.kind]}</p>
        <div className="grid divide-y border-t sm:grid-cols-3 sm:divide-x sm:divide-y-0">
          {sides.map((side) => (
            <label
              key={side}
              className="flex min-w-0 cursor-pointer items-start gap-2 px-3 py-2 text-sm hover:bg-hover has-checked:bg-selected"
            >
              <input
                type="radio"
                name={id}
                checked={taken === side}
                onChange={() => onTake(side)}
                className="mt-0.5 size-4 shrink-0 accent-(--accent)"
              />
              <span className="min-w-0">
                <span className="block text-muted text-xs">{text.conflictSides[side]}</span>
                {conflict[side] === null ? (
                  <span className="text-muted">{text.notThere}</span>
                ) : (
                  <code className="line-clamp-6 whitespace-pre-wrap font-mono text-xs [overflow-wrap:anywhere]">{conflict[side]}</code>
                )}
              </span>
            </label>
          ))}
        </div>
      </fieldset>
    </li>
  );
}
