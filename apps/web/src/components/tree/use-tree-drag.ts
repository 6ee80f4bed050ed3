import { type DragEvent, useRef, useState } from "react";
import { mayMoveInto, type TreeLine, type TreeNode } from "./tree-model.ts";

/** How long a dragged thing rests on a closed folder before it opens. */
const openAfterMs = 600;

type TreeDrag<Node extends TreeNode> = {
  lines: readonly TreeLine<Node>[];
  expand: (node: Node) => void;
  onMove?: (node: Node, folder: Node | null) => void;
  /** Files or folders from the desktop; null is the root. */
  onDropFiles?: (transfer: DataTransfer, folder: Node | null) => void;
};

/** Dragging nodes onto folders, and files from outside onto either. `target` is the id of the folder under the pointer, "" for the root. */
export function useTreeDrag<Node extends TreeNode>({ lines, expand, onMove, onDropFiles }: TreeDrag<Node>) {
  const dragged = useRef<Node>(null);
  const opening = useRef<{ id: string; timer: ReturnType<typeof setTimeout> }>(null);
  const [target, setTarget] = useState<string | null>(null);

  const folderOf = (line: TreeLine<Node> | undefined): Node | null =>
    line?.kind === "node" && line.node.folder ? line.node : (line?.parent ?? null);

  function accepts(event: DragEvent, folder: Node | null): boolean {
    if (dragged.current) return onMove !== undefined && mayMoveInto(lines, dragged.current.id, folder);
    return onDropFiles !== undefined && event.dataTransfer.types.includes("Files");
  }

  function stop() {
    if (opening.current) clearTimeout(opening.current.timer);
    opening.current = null;
    setTarget(null);
  }

  function over(event: DragEvent, line: TreeLine<Node> | undefined) {
    const folder = folderOf(line);
    event.stopPropagation();
    if (!accepts(event, folder)) {
      stop();
      return;
    }
    event.preventDefault();
    event.dataTransfer.dropEffect = dragged.current ? "move" : "copy";
    setTarget(folder?.id ?? "");
    if (folder && opening.current?.id !== folder.id) {
      if (opening.current) clearTimeout(opening.current.timer);
      opening.current = { id: folder.id, timer: setTimeout(() => expand(folder), openAfterMs) };
    }
  }

  function drop(event: DragEvent, line: TreeLine<Node> | undefined) {
    const folder = folderOf(line);
    event.stopPropagation();
    if (accepts(event, folder)) {
      event.preventDefault();
      if (dragged.current) onMove?.(dragged.current, folder);
      else onDropFiles?.(event.dataTransfer, folder);
    }
    dragged.current = null;
    stop();
  }

  return {
    target,
    /** For the area around the lines: the root. */
    area: {
      onDragOver: (event: DragEvent) => over(event, undefined),
      onDrop: (event: DragEvent) => drop(event, undefined),
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as Element | null)) stop();
      },
    },
    line: (line: TreeLine<Node>) => ({
      draggable: line.kind === "node" && onMove !== undefined,
      onDragStart: (event: DragEvent) => {
        if (line.kind !== "node") return;
        dragged.current = line.node;
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", line.node.name);
      },
      onDragEnd: () => {
        dragged.current = null;
        stop();
      },
      onDragOver: (event: DragEvent) => over(event, line),
      onDrop: (event: DragEvent) => drop(event, line),
    }),
  };
}
