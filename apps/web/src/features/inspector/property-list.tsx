import type { InspectedComponent, Property } from "@slate/schema/api";
import { ChevronRight, RotateCcw, Undo2 } from "lucide-react";
import { useId, useState } from "react";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { cn } from "@/lib/cn.ts";
import { describeValue } from "./describe-value.ts";
import { keyOf, sameValue, useEdits, useEditsOf } from "./edits.ts";
import { useInspected } from "./inspected-context.ts";
import { PropertyField } from "./property-field.tsx";
import { text } from "./text.ts";
import { childCount, visibleProperties } from "./visible-properties.ts";

const indentPx = 14;
/** What holds more than this is closed at first. */
const openUpTo = 12;

/** The properties of a component, nested ones below what holds them. */
export function PropertyList({ component }: { component: InspectedComponent }) {
  const { properties } = component;
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const isOpen = (property: Property, index: number) =>
    toggled.has(property.path) !== (property.depth === 0 && childCount(properties, index) <= openUpTo);

  return (
    <fieldset aria-label={text.properties(component.type)} className="min-w-0 py-1">
      {visibleProperties(properties, isOpen).map(({ property, index, holds }) => (
        <Row
          key={property.path}
          component={component}
          property={property}
          open={holds ? isOpen(property, index) : undefined}
          onToggle={() => {
            const next = new Set(toggled);
            if (!next.delete(property.path)) next.add(property.path);
            setToggled(next);
          }}
        />
      ))}
    </fieldset>
  );
}

type RowProps = {
  component: InspectedComponent;
  property: Property;
  /** Undefined when nothing is below it. */
  open: boolean | undefined;
  onToggle: () => void;
};

function Row({ component, property, open, onToggle }: RowProps) {
  const { asset, object, mayEdit } = useInspected();
  const edits = useEditsOf(asset.id);
  const { put, drop } = useEdits();
  const id = useId();
  // An array is edited by its size, its elements by themselves.
  const path = property.kind === "array" ? `${property.path}.Array.size` : property.path;
  const key = keyOf({ localId: component.localId, path });
  const pending = edits[key];
  const reverted = pending?.edit.do === "revert";
  const value = pending === undefined ? property.value : pending.edit.do === "set" ? pending.edit.value : property.baseValue;
  const editable = mayEdit && component.editable && property.editable;
  const overtaken = pending !== undefined && !sameValue(pending.before, property.value);
  const target = { localId: component.localId, path };
  const about = { before: property.value, object: `${object.name} · ${component.type}`, property: property.name };

  return (
    <div
      className={cn(
        "relative grid min-h-8 grid-cols-[minmax(7rem,2fr)_minmax(0,3fr)_3.5rem] items-start gap-x-2 px-3 py-0.5 text-sm max-sm:grid-cols-[minmax(0,1fr)_3.5rem]",
        pending && "bg-warning-soft",
        property.overridden && !reverted && "before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent",
      )}
    >
      <div className="flex min-w-0 items-center gap-1 pt-1.5 max-sm:col-span-2" style={{ paddingLeft: property.depth * indentPx }}>
        {open === undefined ? (
          <span className="w-3.5 shrink-0" />
        ) : (
          <button
            type="button"
            aria-expanded={open}
            aria-labelledby={`${id}-name`}
            onClick={onToggle}
            className="-m-1 shrink-0 rounded-sm p-1 hover:bg-hover"
          >
            <ChevronRight className={cn("size-3.5 text-faint transition-transform", open && "rotate-90")} aria-hidden />
          </button>
        )}
        <span
          id={`${id}-name`}
          title={property.path}
          className={cn("min-w-0 truncate", property.overridden && !reverted ? "font-semibold" : "text-muted")}
        >
          {property.name}
        </span>
      </div>
      <div className="min-w-0">
        <PropertyField
          property={property}
          value={value}
          editable={editable}
          onChange={(next) =>
            sameValue(next, property.value)
              ? drop(asset.id, [key])
              : put(asset.id, { ...about, edit: { do: "set", ...target, value: next } })
          }
        />
        {overtaken ? (
          <p className="pb-1 text-warning text-xs">{text.changedMeanwhile(describeValue(property.value, object.names))}</p>
        ) : null}
      </div>
      <div className="flex justify-end pt-0.5">
        {pending ? (
          <IconButton icon={Undo2} label={text.undo(property.name)} size="icon-sm" onClick={() => drop(asset.id, [key])} />
        ) : property.overridden && editable ? (
          <IconButton
            icon={RotateCcw}
            label={text.revert(property.name)}
            title={text.wasInPrefab(describeValue(property.baseValue, object.names))}
            size="icon-sm"
            onClick={() => put(asset.id, { ...about, edit: { do: "revert", localId: component.localId, path: property.path } })}
          />
        ) : null}
      </div>
    </div>
  );
}
