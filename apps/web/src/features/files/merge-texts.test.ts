import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { mergeTexts } from "./merge-texts.ts";

describe("merging", () => {
  test("changes in different places both survive", () => {
    const base = "one\ntwo\nthree\nfour\nfive";
    expect(mergeTexts(base, base.replace("one", "ONE"), base.replace("five", "FIVE\nsix"))).toEqual({
      text: "ONE\ntwo\nthree\nfour\nFIVE\nsix",
      conflicts: 0,
    });
  });

  test("where both changed the same line, mine is kept and the place is counted", () => {
    expect(mergeTexts("a\nb\nc", "a\nmine\nc", "a\ntheirs\nc")).toEqual({ text: "a\nmine\nc", conflicts: 1 });
  });

  test("the same change by both is no conflict", () => {
    expect(mergeTexts("a\nb\nc", "a\nx\nc", "a\nx\nc")).toEqual({ text: "a\nx\nc", conflicts: 0 });
  });

  test("one deletes what the other changes: a conflict, never a silent loss", () => {
    expect(mergeTexts("a\nb\nc", "a\nc", "a\nB\nc")).toEqual({ text: "a\nc", conflicts: 1 });
  });

  const text = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 }).map((lines) => lines.join("\n"));

  test("when only one side changed, the result is that side", () => {
    fc.assert(
      fc.property(text, text, (base, changed) => {
        expect(mergeTexts(base, changed, base)).toEqual({ text: changed, conflicts: 0 });
        expect(mergeTexts(base, base, changed)).toEqual({ text: changed, conflicts: 0 });
      }),
    );
  });

  test("without a conflict, it does not matter who is who", () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const [one, other] = [mergeTexts(base, mine, theirs), mergeTexts(base, theirs, mine)];
        expect(one.conflicts).toBe(other.conflicts);
        if (one.conflicts === 0) expect(one.text).toBe(other.text);
      }),
    );
  });
});
