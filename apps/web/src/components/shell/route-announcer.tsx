import { useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";

/** Tells a screen reader which page came up, and puts the keyboard at its beginning, as a page load would. */
export function RouteAnnouncer() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const previous = useRef(path);
  const [title, setTitle] = useState("");

  useEffect(() => {
    if (previous.current === undefined || previous.current === path) {
      previous.current = path;
      return;
    }
    previous.current = path;
    setTitle(document.title);
    // Only when the focus was lost with the old page; a tree or a list that navigates keeps it.
    if (document.activeElement === document.body) document.getElementById("main")?.focus({ preventScroll: true });
  }, [path]);

  return (
    <p aria-live="polite" className="sr-only">
      {title}
    </p>
  );
}
