import { type KeyboardEvent, useRef } from "react";
import { findByPrefix, type TreeLine, type TreeNode } from "./tree-model.ts";

/** A pause after which typing begins a new word. */
const typingPauseMs = 700;

/** How far Page Up and Page Down go. */
const pageLines = 12;

type TreeKeys<Node extends TreeNode> = {
  lines: readonly TreeLine<Node>[];
  activeIndex: number;
  expanded: ReadonlySet<string>;
  moveTo: (index: number) => void;
  setExpanded: (node: Node, open: boolean) => void;
  onOpen: (node: Node) => void;
  opensFolders?: boolean;
  onRename?: (node: Node) => void;
  onDelete?: (node: Node) => void;
  onMenu?: (index: number) => void;
};

/** The keys of a tree as WAI-ARIA describes them, with type to jump. */
export function useTreeKeys<Node extends TreeNode>(tree: TreeKeys<Node>) {
  const typed = useRef({ word: "", atMs: 0 });

  return (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || tree.lines.length === 0) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const menu = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
    const act = menu ? actOf("ContextMenu") : plain ? actOf(event.key) : undefined;
    if (act) {
      event.preventDefault();
      act();
    } else if (plain && event.key.length === 1) {
      jump(event.key, event.timeStamp);
    }
  };

  function actOf(key: string): (() => void) | undefined {
    const { lines, activeIndex, expanded, moveTo, setExpanded, onOpen, onRename, onDelete, onMenu } = tree;
    const line = lines[activeIndex];
    switch (key) {
      case "ArrowDown":
        return () => moveTo(activeIndex + 1);
      case "ArrowUp":
        return () => moveTo(activeIndex - 1);
      case "PageDown":
        return () => moveTo(activeIndex + pageLines);
      case "PageUp":
        return () => moveTo(activeIndex - pageLines);
      case "Home":
        return () => moveTo(0);
      case "End":
        return () => moveTo(lines.length - 1);
    }
    if (line?.kind !== "node") return undefined;
    const { node, parent } = line;
    const open = node.folder && expanded.has(node.id);
    switch (key) {
      case "ArrowRight":
        if (!node.folder) return undefined;
        return () => (open ? moveTo(activeIndex + 1) : setExpanded(node, true));
      case "ArrowLeft":
        if (open) return () => setExpanded(node, false);
        return parent ? () => moveTo(lines.findIndex((other) => other.kind === "node" && other.node.id === parent.id)) : undefined;
      case "Enter":
        return () => (node.folder && !tree.opensFolders ? setExpanded(node, !open) : onOpen(node));
      case "F2":
        return onRename && (() => onRename(node));
      case "Delete":
        return onDelete && (() => onDelete(node));
      case "ContextMenu":
        return onMenu && (() => onMenu(activeIndex));
    }
  }

  function jump(key: string, atMs: number) {
    const fresh = atMs - typed.current.atMs > typingPauseMs;
    if (fresh && key === " ") return;
    const word = fresh ? key : typed.current.word + key;
    typed.current = { word, atMs };
    // The first letter looks past the current line, so that pressing it again goes on to the next match.
    const found = findByPrefix(tree.lines, word, Math.max(0, tree.activeIndex + (fresh ? 1 : 0)));
    if (found >= 0) tree.moveTo(found);
  }
}
