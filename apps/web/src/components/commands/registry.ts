import { useEffect, useRef } from "react";
import { create } from "zustand";
import { chordOf, createKeyMatcher } from "@/lib/keys.ts";

/** Something a person can do from the keyboard: by its keys, or by name in the palette. */
export type Command = {
  /** What it does, a verb first: "Go to files". */
  label: string;
  /** The heading it stands under, in the palette and in the `?` sheet. */
  group: string;
  keys?: string;
  run: () => void;
  /** Its keys also work while typing in a field; only for keys with a modifier. */
  whileTyping?: boolean;
};

type Registered = Command & { id: number };

export const useCommandRegistry = create<{ commands: readonly Registered[] }>(() => ({ commands: [] }));

let lastId = 0;

/** Offers commands for as long as the component is mounted. Of two with the same keys, the one mounted last answers. */
export function useCommands(commands: readonly Command[]) {
  const latest = useRef(commands);
  latest.current = commands;
  const signature = commands.map(({ keys, label, group }) => `${keys} ${label} ${group}`).join("\n");

  // biome-ignore lint/correctness/useExhaustiveDependencies: what a command runs may change on every render; what is listed changes with the signature
  useEffect(() => {
    const registered = latest.current.map((command, index) => ({ ...command, id: ++lastId, run: () => latest.current[index]?.run() }));
    useCommandRegistry.setState((state) => ({ commands: [...state.commands, ...registered] }));
    return () => useCommandRegistry.setState((state) => ({ commands: state.commands.filter((one) => !registered.includes(one)) }));
  }, [signature]);
}

/** Listens on the document. Call once; answers with a function that stops. */
export function listenForKeys(): () => void {
  const matcher = createKeyMatcher();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const chord = chordOf(event);
    if (!chord) return;
    const busy = isModalOpen() || isTyping(event.target);
    const open = useCommandRegistry
      .getState()
      .commands.flatMap((command) => (command.keys && (command.whileTyping || !busy) ? [{ ...command, keys: command.keys }] : []));
    const matched = matcher.match(
      chord,
      open.map(({ keys }) => keys),
      event.timeStamp,
    );
    // Both halves of a sequence are ours: a list under the focus must not take them for its own.
    if (matched !== null) event.preventDefault();
    if (matched !== null && matched !== "pending") {
      event.stopPropagation();
      open.findLast(({ keys }) => keys === matched)?.run();
    }
  };
  // In the capture phase, so that `g a` is not taken for type-to-jump in a tree.
  document.addEventListener("keydown", onKeyDown, { capture: true });
  return () => document.removeEventListener("keydown", onKeyDown, { capture: true });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function isModalOpen(): boolean {
  // One that is fading out is still there, but closed.
  return document.querySelector(':is([role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"])[data-state="open"]') !== null;
}
