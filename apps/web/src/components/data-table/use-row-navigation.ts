import { type KeyboardEvent, useState } from "react";

/** How far Page Up and Page Down go. */
const pageRows = 10;

type RowNavigation = {
  ids: readonly string[];
  scrollTo: (index: number) => void;
  onOpen?: (id: string) => void;
  onToggle?: (id: string) => void;
  onClear?: () => void;
};

/**
 * j/k and the arrows move, Home and End jump, Enter opens, x selects, Esc clears. The active row is known by its id,
 * so that it stays the same row when others come and go.
 */
export function useRowNavigation({ ids, scrollTo, onOpen, onToggle, onClear }: RowNavigation) {
  const [activeId, setActiveId] = useState<string>();
  const index = activeId === undefined ? -1 : ids.indexOf(activeId);

  function moveTo(target: number) {
    const bounded = Math.min(ids.length - 1, Math.max(0, target));
    setActiveId(ids[bounded]);
    scrollTo(bounded);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey || ids.length === 0) return;
    const act = actOf(event.key, ids[index]);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  function actOf(key: string, current: string | undefined): (() => void) | undefined {
    switch (key) {
      case "j":
      case "ArrowDown":
        return () => moveTo(index + 1);
      case "k":
      case "ArrowUp":
        return () => moveTo(index - 1);
      case "PageDown":
        return () => moveTo(index + pageRows);
      case "PageUp":
        return () => moveTo(index - pageRows);
      case "Home":
        return () => moveTo(0);
      case "End":
        return () => moveTo(ids.length - 1);
      case "Enter":
        return current && onOpen ? () => onOpen(current) : undefined;
      case "x":
        return current && onToggle ? () => onToggle(current) : undefined;
      case "Escape":
        return onClear;
    }
  }

  return { activeIndex: index, setActiveId, onKeyDown };
}
