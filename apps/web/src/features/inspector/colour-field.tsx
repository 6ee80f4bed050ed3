import { toCss } from "@/features/asset/material.ts";
import { NumberField } from "./number-field.tsx";
import type { Numbers } from "./property-field.tsx";
import { text } from "./text.ts";

type ColourFieldProps = { label: string; value: Numbers; editable: boolean; onChange: (value: Numbers) => void };

/** A colour: picked, or typed part by part, since colours of games may be brighter than a screen's. */
export function ColourField({ label, value, editable, onChange }: ColourFieldProps) {
  const [r, g, b, a] = ["r", "g", "b", "a"].map((part) => Number(value[part] ?? 0)) as [number, number, number, number];
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <label className="checkered relative size-7 shrink-0 overflow-hidden rounded-md border border-control-line focus-within:outline-2 focus-within:outline-focus">
        <span className="block size-full" style={{ background: toCss({ r, g, b, a }) }} />
        <input
          type="color"
          aria-label={text.pickColour(label)}
          disabled={!editable}
          value={toHex([r, g, b])}
          onChange={(event) => onChange({ ...value, ...fromHex(event.target.value) })}
          className="absolute inset-0 size-full cursor-pointer opacity-0 disabled:cursor-default"
        />
      </label>
      {Object.entries(value).map(([part, number]) => (
        <NumberField
          key={part}
          label={text.part(label, part)}
          prefix={part.toUpperCase()}
          value={number}
          editable={editable}
          onChange={(next) => onChange({ ...value, [part]: next })}
          className="min-w-16 flex-1"
        />
      ))}
    </div>
  );
}

const toHex = (parts: readonly number[]) =>
  `#${parts
    .map((part) =>
      Math.round(Math.min(1, Math.max(0, part)) * 255)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;

/** Parts from 0 to 1, with as many digits as a byte tells. */
const fromHex = (hex: string) =>
  Object.fromEntries(
    ["r", "g", "b"].map((part, index) => [part, Number((Number.parseInt(hex.slice(1 + index * 2, 3 + index * 2), 16) / 255).toFixed(4))]),
  );
