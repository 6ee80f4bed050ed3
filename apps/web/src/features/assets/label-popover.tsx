import { Tag } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover.tsx";
import { text } from "./text.ts";

type LabelPopoverProps = {
  /** Labels that the project has already, as suggestions. */
  known: readonly string[];
  /** Labels that some of the selected assets have. */
  present: readonly string[];
  busy: boolean;
  onApply: (add: string[], remove: string[]) => Promise<unknown>;
};

/** Adds labels to the selected assets and takes some away. */
export function LabelPopover({ known, present, busy, onApply }: LabelPopoverProps) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());
  const id = useId();
  const add = readLabels(typed);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button size="sm">
          <Tag aria-hidden />
          {text.label}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={text.labelTitle}>
        <form
          className="space-y-3"
          onSubmit={(event) => {
            event.preventDefault();
            void onApply(add, [...removed]).then(
              () => {
                setTyped("");
                setRemoved(new Set());
                setOpen(false);
              },
              () => {},
            );
          }}
        >
          <div>
            <label htmlFor={`${id}-add`} className="mb-1.5 block font-medium text-sm">
              {text.labelAdd}
            </label>
            <Input
              id={`${id}-add`}
              list={`${id}-known`}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              aria-describedby={`${id}-help`}
            />
            <datalist id={`${id}-known`}>
              {known.map((label) => (
                <option key={label} value={label} />
              ))}
            </datalist>
            <p id={`${id}-help`} className="mt-1 text-muted text-xs">
              {text.labelHelp}
            </p>
          </div>
          {present.length > 0 ? (
            <fieldset>
              <legend className="mb-1 font-medium text-sm">{text.labelRemove}</legend>
              <div className="max-h-40 space-y-1 overflow-y-auto">
                {present.map((label) => (
                  <div key={label} className="flex items-center gap-2">
                    <Checkbox
                      id={`${id}-${label}`}
                      checked={removed.has(label)}
                      onCheckedChange={(checked) => {
                        const next = new Set(removed);
                        if (checked) next.add(label);
                        else next.delete(label);
                        setRemoved(next);
                      }}
                    />
                    <label htmlFor={`${id}-${label}`} className="min-w-0 truncate text-sm">
                      {label}
                    </label>
                  </div>
                ))}
              </div>
            </fieldset>
          ) : null}
          <Button type="submit" variant="primary" size="sm" busy={busy} disabled={add.length === 0 && removed.size === 0}>
            {text.labelApply}
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  );
}

/** `ship, enemy` → two labels. */
export const readLabels = (typed: string): string[] => [
  ...new Set(
    typed
      .split(",")
      .map((label) => label.trim())
      .filter((label) => label !== ""),
  ),
];
