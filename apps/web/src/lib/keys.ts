/**
 * Shortcuts are written as people say them: `mod+k`, `?`, `g f` (g, then f). `mod` is ⌘ on a Mac and Ctrl elsewhere.
 * A key is what it types (`?`, not `shift+/`), so that every keyboard layout works.
 */

type KeyPress = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

export const onMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

const names: Record<string, string> = {
  mod: onMac ? "⌘" : "Ctrl",
  shift: onMac ? "⇧" : "Shift",
  alt: onMac ? "⌥" : "Alt",
  esc: "Esc",
  enter: "Enter",
  up: "↑",
  down: "↓",
  left: "←",
  right: "→",
};

/** The printed names of the keys of a shortcut, in the order they are pressed. */
export function describeKeys(keys: string): string[] {
  return keys.split(" ").flatMap((chord) => splitChord(chord).map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key)));
}

/** `mod+k` for a key press, or null while only a modifier is down. */
export function chordOf(press: KeyPress, mac = onMac): string | null {
  const key = press.key === "Escape" ? "esc" : press.key.toLowerCase().replace(/^arrow/, "");
  if (["control", "meta", "alt", "shift", "dead", "process"].includes(key)) return null;
  const parts: string[] = [];
  if (mac ? press.metaKey : press.ctrlKey) parts.push("mod");
  if (press.altKey) parts.push("alt");
  // Shift is part of what a printable key types already (`?`), but not of a letter or a named key.
  if (press.shiftKey && (key.length > 1 || /[a-z]/.test(key))) parts.push("shift");
  parts.push(key === " " ? "space" : key);
  return parts.join("+");
}

function splitChord(chord: string): string[] {
  return chord === "+" ? ["+"] : chord.split("+");
}

/** The longest pause inside a sequence such as `g f`. */
export const sequenceTimeoutMs = 1200;

/**
 * Turns key presses into shortcuts, remembering the first half of a sequence. `match` answers with the shortcut that was completed,
 * "pending" while a sequence may go on, or null.
 */
export function createKeyMatcher() {
  let pressed: string[] = [];
  let lastAt = 0;
  return {
    match(chord: string, known: Iterable<string>, atMs: number): string | "pending" | null {
      if (atMs - lastAt > sequenceTimeoutMs) pressed = [];
      lastAt = atMs;
      const shortcuts = [...known];
      // A key that does not continue the sequence may well begin another one.
      for (const tried of [[...pressed, chord].join(" "), chord]) {
        if (shortcuts.includes(tried)) {
          pressed = [];
          return tried;
        }
        if (shortcuts.some((keys) => keys.startsWith(`${tried} `))) {
          pressed = tried.split(" ");
          return "pending";
        }
      }
      pressed = [];
      return null;
    },
  };
}
