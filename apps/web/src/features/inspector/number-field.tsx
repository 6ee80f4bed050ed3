import { useEffect, useState } from "react";
import { Input } from "@/components/ui/input.tsx";
import { cn } from "@/lib/cn.ts";
import { text } from "./text.ts";

type NumberFieldProps = {
  label: string;
  /** Text where JavaScript cannot hold the number: a 64-bit integer, Infinity. */
  value: number | string;
  editable: boolean;
  whole?: boolean;
  /** Shown inside the field: the X of a vector. */
  prefix?: string;
  onChange: (value: number | string) => void;
  className?: string;
};

const numberForm = /^(?:-?(?:(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|Infinity)|NaN)$/;

/** A number as it is typed: what is not one yet stays in the field and is not taken. Arrow keys step by one, with Shift by ten. */
export function NumberField({ label, value, editable, whole, prefix, onChange, className }: NumberFieldProps) {
  const [typed, setTyped] = useState(String(value));
  // Another value from outside replaces what stands there, unless it says the same.
  useEffect(() => setTyped((current) => (readNumber(current) === value ? current : String(value))), [value]);
  const valid = isNumber(typed, whole);

  function take(next: string) {
    setTyped(next);
    if (isNumber(next, whole)) onChange(readNumber(next));
  }

  return (
    <span className={cn("relative block", className)}>
      {prefix ? (
        <span aria-hidden className="pointer-events-none absolute top-1/2 left-2 -translate-y-1/2 text-faint text-xs">
          {prefix}
        </span>
      ) : null}
      <Input
        aria-label={label}
        aria-invalid={valid ? undefined : true}
        title={valid ? undefined : text.notNumber}
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        readOnly={!editable}
        onChange={(event) => take(event.target.value.trim().replace(",", "."))}
        onBlur={() => setTyped(String(value))}
        onKeyDown={(event) => {
          const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
          if (step === undefined || !editable || typeof value !== "number") return;
          event.preventDefault();
          take(String(Number((value + step * (event.shiftKey ? 10 : 1)).toPrecision(9))));
        }}
        className={cn("tabular", prefix && "pl-6")}
      />
    </span>
  );
}

const isNumber = (typed: string, whole: boolean | undefined) => numberForm.test(typed) && (!whole || /^\d{1,4}$/.test(typed));

/** A number where it is held exactly; else the text. */
export function readNumber(typed: string): number | string {
  const number = Number(typed);
  if (!Number.isFinite(number) || (Number.isInteger(number) && !Number.isSafeInteger(number))) return typed;
  return number;
}
