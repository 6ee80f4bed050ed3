import { expect, test } from "bun:test";
import fc from "fast-check";
import { readText, writeText } from "./text-format.ts";

test("saving what was not touched writes the same bytes", () => {
  const lines = fc.array(fc.string().filter((line) => !/[\r\n\uFEFF]/.test(line)));
  fc.assert(
    fc.property(lines, fc.constantFrom("\n", "\r\n"), fc.boolean(), (parts, lineEnd, mark) => {
      const stored = (mark ? "\uFEFF" : "") + parts.join(lineEnd);
      const { text, format } = readText(stored);
      expect(text).not.toContain("\r");
      expect(writeText(text, format)).toBe(stored);
    }),
  );
});

test("mixed line ends are noticed, and the more common one wins", () => {
  expect(readText("a\r\nb\r\nc\n").format).toEqual({ byteOrderMark: false, lineEnd: "\r\n", mixed: true });
});
