import type { ObjectTarget, Property, PropertyEdit } from "@slate/schema/api";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Input, Textarea } from "@/components/ui/input.tsx";
import { ColourField } from "./colour-field.tsx";
import { isTarget } from "./describe-value.ts";
import { NumberField } from "./number-field.tsx";
import { ReferenceField } from "./reference-field.tsx";
import { text } from "./text.ts";

export type EditValue = Extract<PropertyEdit, { do: "set" }>["value"];
export type Numbers = Record<string, number | string>;

type PropertyFieldProps = { property: Property; value: EditValue; editable: boolean; onChange: (value: EditValue) => void };

/** Texts beyond this, or with line breaks, get room of their own. */
const longText = 60;

/** A field for a property, by its kind. */
export function PropertyField({ property, value, editable, onChange }: PropertyFieldProps) {
  const { kind, name } = property;
  if (kind === "object") return null;
  if (kind === "blob") return <p className="py-1.5 text-muted text-xs">{text.bytes(Number(value))}</p>;
  if (kind === "bool") {
    return (
      <div className="py-2">
        <Checkbox
          aria-label={name}
          checked={value === true || value === 1 || value === "1"}
          disabled={!editable}
          onCheckedChange={(checked) => onChange(checked === true)}
        />
      </div>
    );
  }
  if (kind === "number" && (typeof value === "number" || typeof value === "string")) {
    return <NumberField label={name} value={value} editable={editable} onChange={onChange} />;
  }
  if (kind === "array") {
    if (!editable) return <p className="py-1.5 text-muted text-xs">{text.elements(Number(value ?? 0))}</p>;
    return (
      <div className="flex items-center gap-2">
        <NumberField label={text.arraySize(name)} value={Number(value ?? 0)} whole editable onChange={onChange} className="w-20" />
        <span className="text-muted text-xs">{text.elements(Number(value ?? 0)).replace(/^\S+ /, "")}</span>
      </div>
    );
  }
  if (kind === "vector" && isNumbers(value)) {
    return (
      <div className="flex flex-wrap gap-1.5">
        {Object.entries(value).map(([part, number]) => (
          <NumberField
            key={part}
            label={text.part(name, part)}
            prefix={part.toUpperCase()}
            value={number}
            editable={editable}
            onChange={(next) => onChange({ ...value, [part]: next })}
            className="min-w-20 flex-1"
          />
        ))}
      </div>
    );
  }
  if (kind === "color" && isNumbers(value)) return <ColourField label={name} value={value} editable={editable} onChange={onChange} />;
  if (kind === "reference") {
    return <ReferenceField label={name} value={isTarget(value) ? (value as ObjectTarget) : null} editable={editable} onChange={onChange} />;
  }
  const written = String(value ?? "");
  const Control = written.length > longText || written.includes("\n") ? Textarea : Input;
  return (
    <Control
      aria-label={name}
      value={written}
      readOnly={!editable}
      spellCheck={false}
      onChange={(event: { target: { value: string } }) => onChange(event.target.value)}
      className="min-h-7 text-sm"
    />
  );
}

const isNumbers = (value: EditValue): value is Numbers => value !== null && typeof value === "object" && !isTarget(value);
