import { create } from "zustand";
import { Button } from "@/components/ui/button.tsx";
import { text } from "./text.ts";

type View = "objects" | "text";

/** How this tab likes to read what changed in prefabs and scenes. */
export const useDiffView = create<{ view: View }>(() => ({ view: "objects" }));

/** Objects | Text. */
export function DiffViewSwitch() {
  const { view } = useDiffView();
  return (
    <fieldset aria-label={text.view} className="inline-flex">
      {(["objects", "text"] as const).map((one) => (
        <Button
          key={one}
          size="sm"
          aria-pressed={view === one}
          onClick={() => useDiffView.setState({ view: one })}
          className="shadow-none first-of-type:rounded-r-none last-of-type:-ml-px last-of-type:rounded-l-none aria-pressed:bg-selected aria-pressed:text-accent-text"
        >
          {text.views[one]}
        </Button>
      ))}
    </fieldset>
  );
}
