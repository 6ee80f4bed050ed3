import type { Hierarchy, LooseObject, SceneNode } from "@slate/schema/api";
import { Box, Boxes, CircleDot, FolderTree, Plus, TriangleAlert } from "lucide-react";
import { useMemo, useState } from "react";
import { Tree } from "@/components/tree/tree.tsx";
import type { TreeNode } from "@/components/tree/tree-model.ts";
import { Input } from "@/components/ui/input.tsx";
import { cn } from "@/lib/cn.ts";
import { text } from "./text.ts";

type Line = TreeNode & ({ kind: "node"; node: SceneNode } | { kind: "object"; object: LooseObject } | { kind: "group" });

/** Up to here a tree is shown with everything open. */
const openUpTo = 60;
const looseGroup = "loose";

type HierarchyTreeProps = { hierarchy: Hierarchy; selectedId: string | null; onSelect: (localId: string) => void };

/** GameObjects as Unity shows them, with the marks of prefabs and overrides, and below them what stands outside the tree. */
export function HierarchyTree({ hierarchy, selectedId, onSelect }: HierarchyTreeProps) {
  const [filter, setFilter] = useState("");
  const words = filter.trim().toLocaleLowerCase();
  const byParent = useMemo(() => Map.groupBy(hierarchy.nodes, ({ parent }) => parent), [hierarchy.nodes]);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(() => initiallyOpen(hierarchy, selectedId));

  const childrenOf = useMemo(() => {
    if (words !== "") {
      const matching: Line[] = [
        ...hierarchy.nodes.filter(({ name }) => name.toLocaleLowerCase().includes(words)).map((node) => nodeLine(node, false)),
        ...hierarchy.objects.filter(({ name, type }) => `${name} ${type}`.toLocaleLowerCase().includes(words)).map(objectLine),
      ];
      return (line: Line | null) => (line === null ? matching : []);
    }
    const loose = hierarchy.objects.map(objectLine);
    const toLine = (node: SceneNode) => nodeLine(node, byParent.has(node.localId));
    const roots: Line[] = [
      ...(byParent.get(null) ?? []).map(toLine),
      ...(hierarchy.nodes.length === 0
        ? loose
        : loose.length > 0
          ? [{ id: looseGroup, name: text.loose, folder: true, kind: "group" as const }]
          : []),
    ];
    return (line: Line | null): Line[] =>
      line === null ? roots : line.kind === "group" ? loose : (byParent.get(line.id) ?? []).map(toLine);
  }, [hierarchy, byParent, words]);

  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="border-b p-2">
        <Input
          type="search"
          data-filter
          aria-label={text.filter}
          placeholder={text.filter}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      </div>
      {childrenOf(null).length === 0 ? <p className="px-4 py-6 text-center text-muted text-sm">{text.noMatch}</p> : null}
      <Tree<Line>
        label={text.tree}
        childrenOf={childrenOf}
        expanded={expanded}
        onExpandedChange={setExpanded}
        selectedId={selectedId}
        onOpen={(line) => line.kind !== "group" && onSelect(line.id)}
        opensFolders
        icon={(line) => <LineIcon line={line} />}
        badges={(line) => (line.kind === "node" ? <Marks node={line.node} /> : null)}
        className="min-h-0 flex-1"
      />
      {hierarchy.truncated ? (
        <p className="border-t px-3 py-2 text-muted text-xs">
          {text.truncated(hierarchy.nodes.length + hierarchy.objects.length, hierarchy.total)}
        </p>
      ) : null}
    </div>
  );
}

const nodeLine = (node: SceneNode, folder: boolean): Line => ({ id: node.localId, name: node.name, folder, kind: "node", node });
const objectLine = (object: LooseObject): Line => ({
  id: object.localId,
  name: object.name || object.type,
  folder: false,
  kind: "object",
  object,
});

/** Small trees open whole; of large ones, the roots and the way to what is selected. */
function initiallyOpen({ nodes }: Hierarchy, selectedId: string | null): ReadonlySet<string> {
  if (nodes.length <= openUpTo) return new Set(nodes.map(({ localId }) => localId));
  const open = new Set(nodes.filter(({ depth }) => depth === 0).map(({ localId }) => localId));
  const parents = new Map(nodes.map(({ localId, parent }) => [localId, parent]));
  for (let at = parents.get(selectedId ?? "") ?? null; at !== null; at = parents.get(at) ?? null) open.add(at);
  return open;
}

function LineIcon({ line }: { line: Line }) {
  if (line.kind === "group") return <FolderTree className="size-4 shrink-0 text-muted" aria-hidden />;
  if (line.kind === "object") return <CircleDot className="size-4 shrink-0 text-muted" aria-hidden />;
  const { prefab, active } = line.node;
  const Icon = prefab?.isRoot ? (prefab.kind === "variant" ? Boxes : Box) : Box;
  return (
    <Icon
      className={cn(
        "size-4 shrink-0",
        prefab ? "text-accent-text" : "text-muted",
        !active && "opacity-50",
        prefab?.isRoot && "fill-accent-soft",
      )}
      aria-hidden
    />
  );
}

function Marks({ node }: { node: SceneNode }) {
  return (
    <span className="flex shrink-0 items-center gap-1.5 text-xs">
      {node.active ? null : <span className="text-faint">{text.inactive}</span>}
      {node.components.some(({ missingScript }) => missingScript) ? (
        <TriangleAlert className="size-3.5 text-warning" aria-label={text.missingScript} />
      ) : null}
      {node.prefab?.kind === "missing" ? <TriangleAlert className="size-3.5 text-danger" aria-label={text.missingPrefab} /> : null}
      {node.added ? <Plus className="size-3.5 text-success" aria-label={text.added} /> : null}
      {node.overridden ? (
        <span role="img" aria-label={text.overridden} title={text.overridden} className="size-1.5 rounded-full bg-accent" />
      ) : null}
    </span>
  );
}
