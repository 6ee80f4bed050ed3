import { useRef } from "react";

/**
 * Focus of a window: into its first field when it opens (the window itself when it has none), and back to where it came from
 * when it closes, whether or not a trigger opened it. Spread onto Radix' Content.
 */
export function useDialogFocus() {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus(event: Event) {
      opener.current = findOpener(document.activeElement);
      const content = event.currentTarget;
      if (!(content instanceof HTMLElement)) return;
      event.preventDefault();
      const field = content.querySelector<HTMLElement>("[data-autofocus], input:not([disabled]), textarea:not([disabled])");
      (field ?? content).focus();
    },
    onCloseAutoFocus(event: Event) {
      event.preventDefault();
      // By now the window has faded out; whoever has gone on to something else is left there.
      const idle = document.activeElement === null || document.activeElement === document.body;
      if (idle && opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
    },
  };
}

/** A menu that opens a window closes itself: the focus goes back to the button of the menu. */
function findOpener(active: Element | null): Element | null {
  const menu = active?.closest('[role="menu"]');
  return menu?.id ? (document.querySelector(`[aria-controls="${CSS.escape(menu.id)}"]`) ?? active) : active;
}
