import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronRight, MoreHorizontal } from "lucide-react";
import { type MouseEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { ContextMenu, ContextMenuContent, ContextMenuTrigger } from "@/components/ui/context-menu.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { cn } from "@/lib/cn.ts";
import { useTokenPx } from "@/lib/use-token-px.ts";
import { RenameInput } from "./rename-input.tsx";
import { text } from "./text.ts";
import { flattenTree, type TreeLine, type TreeNode } from "./tree-model.ts";
import { useTreeDrag } from "./use-tree-drag.ts";
import { useTreeKeys } from "./use-tree-keys.ts";

const indentPx = 14;

type TreeProps<Node extends TreeNode> = {
  label: string;
  /** Children of a folder (null: the roots); undefined while they are not loaded. Keep it stable between changes. */
  childrenOf: (folder: Node | null) => readonly Node[] | undefined;
  expanded: ReadonlySet<string>;
  onExpandedChange: (expanded: ReadonlySet<string>) => void;
  /** The node that is open beside the tree. */
  selectedId?: string | null;
  onOpen: (node: Node) => void;
  /** Folders are things of their own: a click or Enter opens them too, and only the arrow (or a double click) shows what is in them. */
  opensFolders?: boolean;
  icon: (node: Node, open: boolean) => ReactNode;
  /** Signs at the end of a line: a lock, who is looking. */
  badges?: (node: Node) => ReactNode;
  /** Entries of the context menu. */
  menu?: (node: Node) => ReactNode;
  /** Rejects when the name was refused; what was typed stays. */
  onRename?: (node: Node, name: string) => Promise<void>;
  renamingId?: string | null;
  onRenamingChange?: (id: string | null) => void;
  onDelete?: (node: Node) => void;
  onMove?: (node: Node, folder: Node | null) => void;
  onDropFiles?: (transfer: DataTransfer, folder: Node | null) => void;
  /** A pointer or the keyboard rests on the node: a good moment to fetch it. */
  onIntent?: (node: Node) => void;
  className?: string;
};

/** A virtual tree: 10,000 nodes are as smooth as ten. The tree holds the focus; the active line is told by aria-activedescendant. */
export function Tree<Node extends TreeNode>(props: TreeProps<Node>) {
  const { label, childrenOf, expanded, onExpandedChange, selectedId, onOpen, menu, renamingId, onRenamingChange, className } = props;
  const lines = useMemo(() => flattenTree(childrenOf, expanded), [childrenOf, expanded]);
  const [activeId, setActiveId] = useState<string | null>(selectedId ?? null);
  const activeIndex = lines.findIndex((line) => line.kind === "node" && line.node.id === activeId);
  const [menuNode, setMenuNode] = useState<Node | null>(null);

  const scroller = useRef<HTMLDivElement>(null);
  const linePx = useTokenPx("--tree-row-height", 28);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => linePx,
    getItemKey: (index) => keyOf(lines[index], index),
    overscan: 12,
    paddingStart: 4,
    paddingEnd: 24,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: lines of another height must be placed anew
  useEffect(() => virtualizer.measure(), [virtualizer, linePx]);

  // A file opened from elsewhere (a link, the palette) is brought into view once its line exists.
  const selectedIndex = lines.findIndex((line) => line.kind === "node" && line.node.id === selectedId);
  const selectedKnown = selectedIndex >= 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another selection scrolls, not a line that moved
  useEffect(() => {
    if (!selectedKnown || !selectedId) return;
    setActiveId(selectedId);
    virtualizer.scrollToIndex(selectedIndex);
  }, [selectedId, selectedKnown]);

  const treeId = useId();
  const lineElement = (index: number) => document.getElementById(`${treeId}-${index}`);

  function setExpanded(node: Node, open: boolean) {
    const next = new Set(expanded);
    if (open) next.add(node.id);
    else next.delete(node.id);
    onExpandedChange(next);
  }

  function moveTo(index: number) {
    const step = index < activeIndex ? -1 : 1;
    let bounded = Math.min(lines.length - 1, Math.max(0, index));
    while (lines[bounded]?.kind === "loading" && lines[bounded + step]) bounded += step;
    const line = lines[bounded];
    if (line?.kind !== "node") return;
    setActiveId(line.node.id);
    virtualizer.scrollToIndex(bounded);
    props.onIntent?.(line.node);
  }

  const onKeyDown = useTreeKeys<Node>({
    lines,
    activeIndex,
    expanded,
    moveTo,
    setExpanded,
    onOpen,
    opensFolders: props.opensFolders,
    onRename: props.onRename && ((node) => onRenamingChange?.(node.id)),
    onDelete: props.onDelete,
    onMenu: menu && ((index) => openMenuAt(lineElement(index))),
  });

  const drag = useTreeDrag<Node>({
    lines,
    expand: (node) => setExpanded(node, true),
    onMove: props.onMove,
    onDropFiles: props.onDropFiles,
  });

  function endRename() {
    onRenamingChange?.(null);
    scroller.current?.focus();
  }

  const content = (
    <div
      ref={scroller}
      role="tree"
      aria-label={label}
      aria-activedescendant={activeIndex >= 0 ? `${treeId}-${activeIndex}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        if (event.target === event.currentTarget && activeIndex < 0) moveTo(0);
      }}
      {...drag.area}
      className={cn(
        "focus-inset group/tree h-full overflow-auto overscroll-contain",
        drag.target === "" && "bg-selected",
        activeIndex >= 0 && "outline-none",
        className,
      )}
    >
      <div role="presentation" className="relative min-w-full" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          const place = { height: item.size, transform: `translateY(${item.start}px)`, paddingLeft: 8 + line.depth * indentPx };
          if (line.kind === "loading") return <LoadingLine key={item.key} style={place} />;
          const { node } = line;
          const open = node.folder && expanded.has(node.id);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree, which holds the focus
            <div
              key={item.key}
              id={`${treeId}-${item.index}`}
              role="treeitem"
              tabIndex={-1}
              data-index={item.index}
              aria-level={line.depth + 1}
              aria-posinset={line.position}
              aria-setsize={line.siblings}
              aria-expanded={node.folder ? open : undefined}
              aria-selected={node.id === selectedId}
              onClick={() => {
                setActiveId(node.id);
                if (node.folder && !props.opensFolders) setExpanded(node, !open);
                else onOpen(node);
              }}
              onDoubleClick={() => props.opensFolders && node.folder && setExpanded(node, !open)}
              onPointerEnter={() => props.onIntent?.(node)}
              {...drag.line(line)}
              className={cn(
                "group/line absolute inset-x-0 top-0 mx-1 flex select-none items-center gap-1.5 rounded-md pr-1 text-sm outline-none hover:bg-hover aria-selected:bg-selected aria-selected:font-medium",
                item.index === activeIndex &&
                  "group-focus-visible/tree:ring-2 group-focus-visible/tree:ring-focus group-focus-visible/tree:ring-inset",
                drag.target === node.id && "bg-selected ring-1 ring-accent ring-inset",
              )}
              style={place}
            >
              <span
                aria-hidden
                onClick={(event) => {
                  if (!props.opensFolders || !node.folder) return;
                  event.stopPropagation();
                  setActiveId(node.id);
                  setExpanded(node, !open);
                }}
                className={cn("-my-1 -ml-1 flex shrink-0 items-center self-stretch pl-1", !node.folder && "invisible")}
              >
                <ChevronRight className={cn("size-3.5 text-faint transition-transform", open && "rotate-90")} />
              </span>
              {props.icon(node, open)}
              {renamingId === node.id ? (
                <RenameInput
                  name={node.name}
                  label={text.rename(node.name)}
                  onCancel={endRename}
                  onCommit={async (name) => {
                    await props.onRename?.(node, name);
                    endRename();
                  }}
                />
              ) : (
                <span className="min-w-0 flex-1 truncate" title={node.name}>
                  {node.name}
                </span>
              )}
              {props.badges?.(node)}
              {menu ? (
                <button
                  type="button"
                  tabIndex={-1}
                  aria-label={text.menu(node.name)}
                  onClick={(event) => {
                    event.stopPropagation();
                    openMenuAt(event.currentTarget);
                  }}
                  className="hidden size-5 shrink-0 items-center justify-center rounded-sm text-muted hover:bg-pressed group-hover/line:flex pointer-coarse:flex pointer-coarse:size-9"
                >
                  <MoreHorizontal className="size-4" aria-hidden />
                </button>
              ) : null}
            </div>
          );
        })}
      </div>
    </div>
  );

  if (!menu) return content;
  return (
    <ContextMenu>
      <ContextMenuTrigger
        asChild
        onContextMenuCapture={(event: MouseEvent) => {
          const index = (event.target as Element).closest<HTMLElement>("[data-index]")?.dataset.index;
          const line = index === undefined ? undefined : lines[Number(index)];
          setMenuNode(line?.kind === "node" ? line.node : null);
          if (line?.kind === "node") setActiveId(line.node.id);
        }}
      >
        {content}
      </ContextMenuTrigger>
      {menuNode ? (
        <ContextMenuContent
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // A menu entry may open a rename field or a dialog, which keeps the focus it took.
            if (document.activeElement === document.body) scroller.current?.focus();
          }}
        >
          {menu(menuNode)}
        </ContextMenuContent>
      ) : null}
    </ContextMenu>
  );
}

/** Opens the context menu where the keyboard or a finger asked for it, through the same door as a right click. */
function openMenuAt(element: Element | null) {
  if (!element) return;
  const box = element.getBoundingClientRect();
  const at = { bubbles: true, cancelable: true, clientX: box.left + Math.min(box.width, 48), clientY: box.bottom };
  element.dispatchEvent(new globalThis.MouseEvent("contextmenu", at));
}

function LoadingLine({ style }: { style: React.CSSProperties }) {
  return (
    <div className="absolute inset-x-0 top-0 flex items-center" style={style}>
      <Skeleton className="ml-6 h-3 w-28" />
      <span className="sr-only">{text.loading}</span>
    </div>
  );
}

function keyOf<Node extends TreeNode>(line: TreeLine<Node> | undefined, index: number): string | number {
  if (!line) return index;
  return line.kind === "node" ? line.node.id : `loading:${line.parent?.id ?? ""}`;
}
