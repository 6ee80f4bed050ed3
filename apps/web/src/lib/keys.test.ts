import { describe, expect, test } from "bun:test";
import { chordOf, createKeyMatcher, sequenceTimeoutMs } from "./keys.ts";

const press = (key: string, modifiers: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});

describe("a key press is named by what it types", () => {
  test("shift belongs to a sign, but not to a letter", () => {
    expect(chordOf(press("?", { shiftKey: true }))).toBe("?");
    expect(chordOf(press("K", { shiftKey: true }))).toBe("shift+k");
  });

  test("mod is the platform's own key, and the other one is not", () => {
    expect(chordOf(press("k", { ctrlKey: true }), false)).toBe("mod+k");
    expect(chordOf(press("k", { metaKey: true }), true)).toBe("mod+k");
    expect(chordOf(press("k", { ctrlKey: true }), true)).toBe("k");
  });

  test("a modifier alone is no key yet", () => {
    expect(chordOf(press("Shift", { shiftKey: true }))).toBeNull();
  });
});

describe("sequences", () => {
  const known = ["g f", "g a", "/", "a"];

  test("g then f is one shortcut", () => {
    const keys = createKeyMatcher();
    expect(keys.match("g", known, 0)).toBe("pending");
    expect(keys.match("f", known, 300)).toBe("g f");
    expect(keys.match("f", known, 400)).toBeNull();
  });

  test("inside a sequence, a key means its second half and not the shortcut of the same name", () => {
    const keys = createKeyMatcher();
    keys.match("g", known, 0);
    expect(keys.match("a", known, 100)).toBe("g a");
    expect(keys.match("a", known, 200)).toBe("a");
  });

  test("after a pause the first half is forgotten", () => {
    const keys = createKeyMatcher();
    keys.match("g", known, 0);
    expect(keys.match("f", known, sequenceTimeoutMs + 1)).toBeNull();
  });

  test("a key that breaks a sequence still counts on its own", () => {
    const keys = createKeyMatcher();
    keys.match("g", known, 0);
    expect(keys.match("/", known, 100)).toBe("/");
    expect(keys.match("f", known, 200)).toBeNull();
  });
});
