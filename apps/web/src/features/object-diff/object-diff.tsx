import type { NamedAsset, SceneChange, SemanticDiff } from "@slate/schema/api";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight, Box, Minus, MoveRight, Pencil, Plus } from "lucide-react";
import { LoadingRows } from "@/components/loading.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Badge, type Tone } from "@/components/ui/badge.tsx";
import { toCss } from "@/features/asset/material.ts";
import { describeValue } from "@/features/inspector/describe-value.ts";
import { cn } from "@/lib/cn.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { type ChangedComponent, type ChangedObject, groupChanges } from "./group-changes.ts";
import { markWords, type Part } from "./mark-words.ts";
import { objectDiffQuery } from "./queries.ts";
import { text } from "./text.ts";

type ObjectDiffProps = { fileId: string; from: number; to: number; className?: string };

/** Two versions of a prefab, scene or asset, compared as Unity sees them: by object and property. */
export function ObjectDiff({ fileId, from, to, className }: ObjectDiffProps) {
  const workspace = useWorkspace();
  const found = useQuery(objectDiffQuery(workspace.id, fileId, from, to));
  return (
    <div className={cn("bg-surface", className)}>
      <QueryView query={found} loading={<LoadingRows label={text.loading} rows={4} />} failure={text.failed}>
        {(diff) => <Shown diff={diff} />}
      </QueryView>
    </div>
  );
}

const summaryParts = ["objectsAdded", "objectsRemoved", "objectsMoved", "componentsAdded", "componentsRemoved", "properties"] as const;

function Shown({ diff }: { diff: SemanticDiff }) {
  if (!diff.readable) return <p className="px-4 py-6 text-center text-muted text-sm">{text.unreadable}</p>;
  const told = summaryParts.flatMap((part) => (diff.summary[part] > 0 ? [text[part](diff.summary[part])] : []));
  return (
    <div className="space-y-3 p-4">
      <p role="status" className="text-muted text-sm">
        {told.length > 0 ? text.summary(told) : text.same}
      </p>
      <ol className="space-y-3">
        {groupChanges(diff.changes).map((object) => (
          <ObjectCard key={object.localId} object={object} names={diff.names} />
        ))}
      </ol>
      {diff.hidden > 0 ? <p className="text-muted text-xs">{text.hidden(diff.hidden)}</p> : null}
      {diff.truncated ? <p className="text-muted text-sm">{text.truncated}</p> : null}
    </div>
  );
}

const looks = {
  added: { icon: Plus, tone: "success", label: text.added },
  removed: { icon: Minus, tone: "danger", label: text.removed },
  moved: { icon: MoveRight, tone: "info", label: text.moved },
  changed: { icon: Pencil, tone: "neutral", label: text.changed },
} as const satisfies Record<string, { icon: typeof Plus; tone: Tone; label: string }>;

function Sign({ kind }: { kind: keyof typeof looks }) {
  const { icon: Icon, tone, label } = looks[kind];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {label}
    </Badge>
  );
}

function ObjectCard({ object, names }: { object: ChangedObject; names: readonly NamedAsset[] }) {
  const at = object.path.lastIndexOf("/");
  return (
    <li className="overflow-hidden rounded-lg border">
      <h3 className="flex min-w-0 flex-wrap items-center gap-2 bg-canvas px-3 py-2 text-sm">
        <Box className="size-4 shrink-0 text-muted" aria-hidden />
        <span className="min-w-0 truncate" title={object.path}>
          <span className="text-muted">{object.path.slice(0, at + 1)}</span>
          <span className="font-medium">{object.path.slice(at + 1)}</span>
        </span>
        {object.kind === "changed" ? null : <Sign kind={object.kind} />}
        {object.movedFrom ? <span className="truncate text-muted text-xs">{text.from(object.movedFrom)}</span> : null}
      </h3>
      {object.components.map((component) => (
        <ComponentChanges key={component.id} component={component} names={names} />
      ))}
    </li>
  );
}

function ComponentChanges({ component, names }: { component: ChangedComponent; names: readonly NamedAsset[] }) {
  return (
    <section aria-label={component.name ?? text.itself} className="border-t">
      <h4 className="flex items-center gap-2 px-3 pt-2 pb-1 font-medium text-muted text-xs">
        {component.name ?? text.itself}
        {component.kind === "changed" ? null : <Sign kind={component.kind} />}
      </h4>
      <ul className="pb-1.5">
        {component.properties.map((change) => (
          <li
            key={`${change.path} ${change.override}`}
            className="grid grid-cols-[minmax(8rem,1fr)_minmax(0,2fr)] items-start gap-x-3 px-3 py-1 text-sm max-sm:grid-cols-1"
          >
            <span className="min-w-0 truncate" title={change.path ?? undefined}>
              {change.path}
              {change.override ? (
                <span className="block truncate text-accent-text text-xs">
                  {text.overrideOf(names.find(({ guid }) => guid === change.override)?.name ?? change.override)}
                </span>
              ) : null}
            </span>
            <Values change={change} names={names} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Values({ change, names }: { change: SceneChange; names: readonly NamedAsset[] }) {
  const [before, after] = [change.before, change.after].map((value) => (value === null ? null : describeValue(value, names)));
  const long = (before?.length ?? 0) > 40 || (after?.length ?? 0) > 40;
  const marked = typeof change.before === "string" && typeof change.after === "string" ? markWords(change.before, change.after) : null;
  return (
    <span className={cn("flex min-w-0 gap-x-2 gap-y-1 font-mono text-xs", long ? "flex-col" : "flex-wrap items-center")}>
      <span className="rounded-sm bg-diff-remove px-1.5 py-0.5 [overflow-wrap:anywhere]">
        <span className="sr-only">{text.before}</span>
        <Swatch change={change} value={change.before} />
        {marked ? <Parts parts={marked.before} className="bg-diff-remove-word" /> : (before ?? text.nothing)}
      </span>
      {long ? null : <ArrowRight className="size-3.5 shrink-0 text-faint" aria-hidden />}
      <span className="rounded-sm bg-diff-add px-1.5 py-0.5 [overflow-wrap:anywhere]">
        <span className="sr-only">{text.after}</span>
        <Swatch change={change} value={change.after} />
        {marked ? <Parts parts={marked.after} className="bg-diff-add-word" /> : (after ?? text.nothing)}
      </span>
    </span>
  );
}

function Parts({ parts, className }: { parts: Part[]; className: string }) {
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
    <span key={index} className={cn("whitespace-pre-wrap", part.changed && cn("rounded-sm", className))}>
      {part.text}
    </span>
  ));
}

function Swatch({ change, value }: { change: SceneChange; value: SceneChange["before"] }) {
  if (change.kindOfValue !== "color" || value === null || typeof value !== "object" || !("r" in value)) return null;
  const [r, g, b, a] = ["r", "g", "b", "a"].map((part) => Number((value as Record<string, unknown>)[part] ?? 1));
  return (
    <span
      aria-hidden
      className="mr-1.5 inline-block size-3 rounded-sm border align-middle"
      style={{ background: toCss({ r: r ?? 0, g: g ?? 0, b: b ?? 0, a: a ?? 1 }) }}
    />
  );
}
