import type { ObjectTarget } from "@slate/schema/api";
import { ExternalLink } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { controlClasses } from "@/components/ui/input.tsx";
import { AssetLink } from "@/features/asset/asset-link.tsx";
import { AssetIcon } from "@/features/assets/asset-icon.tsx";
import { cn } from "@/lib/cn.ts";
import { useInspected } from "./inspected-context.ts";
import { useKnownNames } from "./known-names.ts";
import { ReferencePicker } from "./reference-picker.tsx";
import { text } from "./text.ts";

type ReferenceFieldProps = {
  label: string;
  value: ObjectTarget | null;
  editable: boolean;
  onChange: (value: ObjectTarget) => void;
};

/** What a property points at: an object of this file, or an asset. A press chooses another. */
export function ReferenceField({ label, value, editable, onChange }: ReferenceFieldProps) {
  const { onSelect } = useInspected();
  const [picking, setPicking] = useState(false);
  const target = useTarget(value);
  const face = (
    <>
      {target.type ? <AssetIcon type={target.type} /> : null}
      <span className={cn("min-w-0 flex-1 truncate text-left", target.kind === "none" && "text-faint")} title={target.path}>
        {target.name}
      </span>
      {target.kind === "missing" ? <Badge tone="danger">{text.missing}</Badge> : null}
      {target.kind === "built-in" ? <span className="text-faint text-xs">{text.builtIn}</span> : null}
    </>
  );
  return (
    <div className="flex items-center gap-1">
      {editable ? (
        <button
          type="button"
          aria-label={`${text.choose(label)}: ${target.name}`}
          onClick={() => setPicking(true)}
          className={cn(controlClasses, "flex h-(--control-height) flex-1 items-center gap-2")}
        >
          {face}
        </button>
      ) : (
        <div className="flex min-h-8 min-w-0 flex-1 items-center gap-2">{face}</div>
      )}
      {target.kind === "object" ? (
        <IconButton icon={ExternalLink} label={text.openTarget(target.name)} size="icon-sm" onClick={() => onSelect(target.localId)} />
      ) : target.kind === "asset" ? (
        <AssetLink
          guid={target.guid}
          title={text.openTarget(target.name)}
          className="inline-flex size-6 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover pointer-coarse:size-9"
        >
          <ExternalLink className="size-4" aria-label={text.openTarget(target.name)} />
        </AssetLink>
      ) : null}
      <ReferencePicker
        label={label}
        open={picking}
        onOpenChange={setPicking}
        onPick={(picked) => {
          setPicking(false);
          onChange(picked);
        }}
      />
    </div>
  );
}

type Target = { name: string; path?: string; type?: string } & (
  | { kind: "none" | "missing" | "built-in" }
  | { kind: "object"; localId: string }
  | { kind: "asset"; guid: string }
);

function useTarget(value: ObjectTarget | null): Target {
  const { hierarchy, object } = useInspected();
  const picked = useKnownNames((state) => state.names);
  if (value === null || value.localId === "0") return { kind: "none", name: text.none };
  const { guid, localId } = value;
  if (guid === null) {
    const owner = hierarchy.nodes.find(
      (node) => node.localId === localId || node.components.some((component) => component.localId === localId),
    );
    const component = owner?.components.find((one) => one.localId === localId);
    if (owner) return { kind: "object", name: component ? `${owner.name} (${component.type})` : owner.name, localId: owner.localId };
    const loose = hierarchy.objects.find((one) => one.localId === localId);
    if (loose) return { kind: "object", name: loose.name || loose.type, localId };
    return { kind: "missing", name: `${localId} ${text.thisFile}` };
  }
  const known = picked[guid] ?? [...object.names, ...hierarchy.names].find((name) => name.guid === guid);
  if (!known) return { kind: "missing", name: guid };
  if (known.id === null) return { kind: guid.startsWith("0000000000000000") ? "built-in" : "missing", name: known.name };
  return { kind: "asset", name: known.name, path: known.path ?? undefined, type: known.type ?? undefined, guid };
}
