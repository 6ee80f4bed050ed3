import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parseFile, parseMap, splitDocuments } from "./parse-documents.ts";
import { findByPath, pathOf, walk } from "./property-path.ts";
import { anyFields, printMap, shapeOfModel, shapeOfTree } from "./testing/print-dialect.ts";
import { byteOffsetOf, decodeText, encodeText } from "./text.ts";
import { get, itemsOf, type MapNode, referenceOf, type ScalarNode, type TreeNode, textOf } from "./tree.ts";

const HEAD = "%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n";

/** The fields of one object, given as the lines below its type name. */
function fieldsOf(...lines: string[]): MapNode {
  const { documents, warnings } = parseFile(`${HEAD}--- !u!114 &1\nMonoBehaviour:\n${lines.join("\n")}\n`);
  expect(warnings).toEqual([]);
  const body = documents[0]?.body;
  if (!body) throw new Error("It was not read");
  return body;
}

const scalarsOf = (root: TreeNode): ScalarNode[] => [...walk(root)].flatMap(({ node }) => (node.kind === "scalar" ? [node] : []));

describe("what the editor writes is read as it means it", () => {
  test("the sign # begins no comment, and blanks at the end of a text belong to it", () => {
    const body = fieldsOf("  m_Text: Take #3", "  m_Hint: two blanks  ", "  m_Name: ");
    expect(shapeOfTree(body)).toEqual({ map: [["m_Text", "Take #3"], ["m_Hint", "two blanks  "], ["m_Name", ""]] }); // biome-ignore format: a table
  });

  test("nothing is a number, a boolean or null: digits stay as they are written", () => {
    const written = ["0000000000000000e000000000000000", "9223372036854775807", "00ff", "yes", "Y", "-0", "1e-05", "Infinity", "~", "null"];
    const body = fieldsOf(...written.map((value, index) => `  f${index}: ${value}`));
    expect(body.entries.map(({ value }) => textOf(value))).toEqual(written);
    expect(textOf(fieldsOf("  v: {x: 0, y: -0}"), "v", "y")).toBe("-0");
  });

  test("a key may repeat, be empty, be quoted or hold blanks and colons", () => {
    const body = fieldsOf("  data: 1", "  data: 2", "  '': Any", "  Windows Store Apps: WSA", '  "a: b": c', "  PPtr<Mesh>: 5", "  a:b: 6");
    expect(body.entries.map(({ key }) => key)).toEqual(["data", "data", "", "Windows Store Apps", "a: b", "PPtr<Mesh>", "a:b"]);
  });

  test("sequences stand in the column of their key, nest on one line and hold maps of one key", () => {
    const body = fieldsOf("  a:", "  - - {x: 1}", "    - {x: 2}", "  - ", "  - _MainTex:", "      m_Scale: {x: 1}", "  b:", "  - 4: {fileID: 7}", "    c:", "    - 1"); // biome-ignore format: as in a file
    expect(shapeOfTree(body)).toEqual({
      map: [
        [
          "a",
          {
            sequence: [
              { sequence: [{ map: [["x", "1"]] }, { map: [["x", "2"]] }] },
              "",
              { map: [["_MainTex", { map: [["m_Scale", { map: [["x", "1"]] }]] }]] },
            ],
          },
        ],
        ["b", { sequence: [{ map: [["4", { map: [["fileID", "7"]] }], ["c", { sequence: ["1"] }]] }] }], // biome-ignore format: one item
      ],
    });
  });

  test("a reference that wraps behind a comma is whole", () => {
    const body = fieldsOf("  m_Script: {fileID: -765806418, guid: f70555f144d8491a825f0804e09c671c,", "    type: 3}", "  after: 1");
    expect(referenceOf(get(body, "m_Script"))).toEqual({ localId: "-765806418", guid: "f70555f144d8491a825f0804e09c671c", type: 3 });
    expect(textOf(body, "after")).toBe("1");
  });

  test("single quotes fold lines, double a quote, and may close in column 0", () => {
    const text = (...lines: string[]) => textOf(fieldsOf(...lines), "t");
    expect(text("  t: 'Send", "", "'")).toBe("Send\n");
    expect(text("  t: 'it''s {not} a map: # -'")).toBe("it's {not} a map: # -");
    expect(text("  t: 'one", "    two", "", "", "    three'")).toBe("one two\n\nthree");
  });

  test("double quotes know every escape, join lines and keep an escaped blank", () => {
    const text = (...lines: string[]) => textOf(fieldsOf(...lines), "t");
    expect(text(String.raw`  t: "\0\a\b\t\n\v\f\r\e\"\/\\\N\_\L\P\x41\u25C4\U0001F600\uD83D\uDE00"`)).toBe(
      '\0\x07\b\t\n\v\f\r\x1b"/\\\x85\xa0\u2028\u2029A\u25c4😀😀',
    );
    expect(text('  t: "one', "    two\\", "    three\\", '    \\ four"')).toBe("one twothree four");
    expect(text(String.raw`  t: "\q \xZZ \U00FFFFFF \uD800"`)).toBe("\\q \\xZZ \\U00FFFFFF \ud800");
  });

  test("a long plain text goes on over deeper lines, each break one blank", () => {
    const body = fieldsOf("  t: a long text", "    - with a dash", "    # and more: of it", "  after: 1");
    expect(textOf(body, "t")).toBe("a long text - with a dash # and more: of it");
    expect(textOf(body, "after")).toBe("1");
  });

  test("Windows line ends, a missing last line feed and a BOM change nothing", () => {
    const unix = `${HEAD}--- !u!1 &-5 stripped\nGameObject:\n  m_Name: 'a\n\n    b'\n  m_Text: long\n    text\n  v: {x: 1,\n    y: 2}\n  e: \n`;
    const shapes = [unix, unix.replaceAll("\n", "\r\n"), unix.trimEnd(), `\ufeff${unix}`].map((text) => {
      const { documents, warnings } = parseFile(text);
      return { shape: documents.map(({ body, localId, stripped }) => [localId, stripped, body && shapeOfTree(body)]), warnings };
    });
    expect(new Set(shapes.map((shape) => JSON.stringify(shape))).size).toBe(1);
    expect(shapes[0]?.warnings).toEqual([]);
    expect(parseMap("\ufefffileFormatVersion: 2\r\nguid: 1\r\n").root?.entries.map(({ key }) => key)).toEqual([
      "fileFormatVersion",
      "guid",
    ]);
  });

  test("ids keep all their 64 bits and their sign", () => {
    const ids = ["9223372036854775807", "-9223372036854775808", "-4567587749865553567", "0", "11400000"];
    const text = HEAD + ids.map((id) => `--- !u!4294967295 &${id}\nX: {}\n`).join("");
    expect(splitDocuments(text).map(({ localId, classId }) => [localId, classId])).toEqual(ids.map((id) => [id, 4294967295]));
  });
});

describe("offsets", () => {
  test("whatever the dialect can say is read back as it was meant", () => {
    fc.assert(
      fc.property(anyFields, (fields) => {
        const text = `${HEAD}--- !u!114 &1\nMonoBehaviour:\n${printMap(fields, 2)}--- !u!1 &2\nGameObject:\n  m_Name: next\n`;
        const { documents, warnings } = parseFile(text);
        expect(warnings).toEqual([]);
        expect(documents.length).toBe(2);
        expect(shapeOfTree(documents[0]?.body as MapNode)).toEqual(shapeOfModel({ kind: "map", flow: false, entries: fields }));
      }),
      { numRuns: 1000 },
    );
  }, 60_000);

  test("a scalar replaced between its offsets changes, and nothing else does", () => {
    fc.assert(
      fc.property(anyFields, fc.nat(), (fields, pick) => {
        const text = `\ufeff${HEAD}--- !u!114 &1\nMonoBehaviour:\n${printMap(fields, 2)}`;
        const body = parseFile(text).documents[0]?.body as MapNode;
        const scalars = scalarsOf(body);
        const chosen = scalars[pick % Math.max(1, scalars.length)];
        if (!chosen) return;
        const edited = `${text.slice(0, chosen.start)}'it''s'${text.slice(chosen.end)}`;
        const after = scalarsOf(parseFile(edited).documents[0]?.body as MapNode);
        expect(after.map((node) => node.text)).toEqual(scalars.map((node) => (node === chosen ? "it's" : node.text)));
      }),
      { numRuns: 1000 },
    );
  }, 60_000);

  test("every node lies inside its parent, behind its elder sibling, and is found by its own path", () => {
    fc.assert(
      fc.property(anyFields, (fields) => {
        const body = parseFile(`${HEAD}--- !u!114 &1\nMonoBehaviour:\n${printMap(fields, 2)}`).documents[0]?.body as MapNode;
        expectNested(body);
      }),
    );
    const body = fieldsOf("  m_Materials:", "  - {fileID: 1}", "  - {fileID: 2}", "  m_Pos: {x: 1, y: 2}", "  a.b: 3", "  m_Old:", "    data: 1", "    data: 2", "  m_Tex:", "  - _Main:", "      m_Scale: 5"); // biome-ignore format: as in a file
    for (const { path, node } of walk(body))
      expect([path, findByPath(body, path) === node, pathOf(body, node)]).toEqual([path, true, path]);
    expect(textOf(findByPath(body, "m_Materials.Array.data[1].fileID"))).toBe("2");
    expect(textOf(findByPath(body, "m_Old.Array.data[1]"))).toBe("2");
    expect(textOf(findByPath(body, "m_Tex.Array.data[0].second.m_Scale"))).toBe("5");
    expect(["m_Materials.Array.data[2]", "m_Pos.z", "nothing", "m_Pos.x.y"].map((path) => findByPath(body, path))).toEqual([undefined, undefined, undefined, undefined]); // biome-ignore format: one list
  });

  test("an index is a byte offset as far as the text is ASCII, and converts where it is not", () => {
    const bytes = encodeText(`\ufeff${HEAD}--- !u!1 &1\nGameObject:\n  m_Tag: "ä😀"\n  m_Name: here\n`);
    const { text, lossless } = decodeText(bytes);
    const name = get(parseFile(text).documents[0]?.body, "m_Name") as ScalarNode;
    expect(lossless).toBe(true);
    expect(new TextDecoder().decode(bytes.subarray(byteOffsetOf(text, name.start), byteOffsetOf(text, name.end)))).toBe("here");
    expect(encodeText(text)).toEqual(bytes);
    expect(decodeText(Uint8Array.of(0x25, 0xff, 0xfe)).lossless).toBe(false);
  });

  test("an empty value knows where a text would go", () => {
    const text = `${HEAD}--- !u!1 &1\nGameObject:\n  a: \n  b:\n  c: {d: , e}\n  f:\n  - \n  -\n`;
    const body = parseFile(text).documents[0]?.body as MapNode;
    const empty = scalarsOf(body).map(({ start, end }) => [start, end, text.slice(start - 2, start)]);
    expect(empty.map(([start, end]) => start === end)).toEqual([true, true, true, true, true, true]);
    expect(empty.map(([, , before]) => before)).toEqual([": ", "b:", ": ", " e", "- ", " -"]);
  });
});

describe("broken files", () => {
  const GOOD = "--- !u!1 &2\nGameObject:\n  m_Name: whole\n";
  const warningsOf = (...lines: string[]) => {
    const { documents, warnings } = parseFile(`${HEAD}${GOOD}${lines.join("\n")}\n${GOOD.replace("&2", "&3")}`);
    expect(documents.filter(({ body }) => textOf(body, "m_Name") === "whole").length).toBe(2);
    return warnings.map(({ code, line }) => `${code} ${line}`);
  };

  test("a document that cannot be read is a warning with its line, and its neighbours are read", () => {
    expect(warningsOf("--- !u!1 &4", "GameObject:", "  m_Name: 'open")).toEqual(["yaml.unparsable 8"]);
    expect(warningsOf("--- !u!1 &4", "GameObject:", "  m_Father: {fileID: 1")).toEqual(["yaml.unparsable 8"]);
    expect(warningsOf("--- !u!1 &4", "GameObject:", "  a: 1", "  no colon")).toEqual(["yaml.unparsable 9"]);
    expect(warningsOf("--- !u!1 &4", "GameObject:", "\tm_Name: 1")).toEqual(["yaml.unparsable 8"]);
    expect(warningsOf("--- !u!1 &4", "GameObject:", "  a:", "      b: 1", "    c: 1")).toEqual(["yaml.unparsable 10"]);
    expect(warningsOf("--- !u!1 &4", "GameObject:", "  a: {x: 1} y")).toEqual(["yaml.unparsable 8"]);
    expect(warningsOf("--- !u!1 &4")).toEqual(["yaml.unparsable 6"]);
    expect(warningsOf("--- !u!1 &4", "GameObject: 5")).toEqual(["yaml.unparsable 6"]);
    expect(warningsOf("--- !u!1 &4", "\0\0\0\0\0\0")).toEqual(["yaml.unparsable 7"]);
  });

  test("merge markers are named wherever they stand", () => {
    expect(warningsOf("--- !u!1 &4", "GameObject:", "<<<<<<< HEAD", "  a: 1", "=======", "  a: 2", ">>>>>>> x")).toEqual([
      "yaml.merge_marker 8",
    ]);
    expect(warningsOf("--- !u!1 &4", "GameObject:", "  t: 'a", "<<<<<<< HEAD", "    b'")).toEqual(["yaml.merge_marker 9"]);
    expect(warningsOf("--- !u!1 &4", "GameObject:", "  v: {x: 1,", "=======", "    y: 2}")).toEqual(["yaml.merge_marker 9"]);
  });

  test("a header that cannot be read leaves its document out, an id that is used twice is named", () => {
    expect(warningsOf("--- !u!1 &abc", "GameObject: {}")).toEqual(["yaml.header 6"]);
    expect(warningsOf("--- !u!1 &9223372036854775808", "GameObject: {}")).toEqual(["yaml.header 6"]);
    expect(warningsOf("--- !u!1 &2", "GameObject: {}")).toEqual(["yaml.duplicate_anchor 6"]);
    expect(parseFile(`${HEAD}words\n${GOOD}`).warnings.map(({ code, line }) => [code, line])).toEqual([["yaml.preamble", 3]]);
  });

  test("warnings are bounded however broken a file is", () => {
    const { documents, warnings } = parseFile(HEAD + "--- !u!1 &1\nGameObject:\n  no colon\n".repeat(5000));
    expect(documents.length).toBe(5000);
    expect(warnings.length).toBe(100);
    expect(warnings.at(-1)?.code).toBe("warnings.more");
  });

  test("an object of more values than memory should hold stays unread, and says so", () => {
    const list = "  - {x: 1, y: 2}\n".repeat(400_000);
    expect(warningsOf("--- !u!43 &4", "Mesh:", "  m_Vertices:", list.trimEnd())).toEqual(["yaml.too_large 333341"]);
  });

  test("two million signs of anything take no more than a moment, and no stack", () => {
    const size = 2_000_000;
    const hostile = [
      `  m_IndexBuffer: ${"0".repeat(size)}`,
      `  t: '${"''".repeat(size / 2)}'`,
      `  t: '${" ".repeat(size)}x\n${" ".repeat(size)}'`,
      `  t: '${"\n".repeat(size)}'`,
      `  t: "${"\\".repeat(size)}"`,
      `  t: "${" \n".repeat(size / 2)}"`,
      `  t: ${"x ".repeat(size / 2)}`,
      `  t: x\n${"    x\n".repeat(size / 6)}`,
      `  t: ${"{".repeat(size)}`,
      `  t: ${"[".repeat(size)}`,
      `  t: {${"a: {}, ".repeat(size / 7)}}`,
      `  t: {${" ".repeat(size)}a: 1}`,
      `  t: {a${"\n ".repeat(size / 2)}`,
      `  ${"- ".repeat(size / 2)}`,
      `  t:\n  ${"- ".repeat(size / 2)}`,
      `  ${":".repeat(size)}`,
      `  ${"a".repeat(size)}`,
      `  t:${" ".repeat(size)}`,
      "\r".repeat(size),
      "\t".repeat(size),
      `${" ".repeat(size)}x`,
      `--- !u!1 &1${" ".repeat(size)}x`,
      "--- !u!1 &1\n".repeat(size / 12),
      `--- !u!1 &1\nA: '\n`.repeat(size / 18),
      Array.from({ length: 2000 }, (_, depth) => `${" ".repeat(depth)}k:`).join("\n"),
    ];
    for (const part of hostile) {
      const before = process.cpuUsage();
      const text = `${HEAD}--- !u!1 &1\nGameObject:\n${part}\n`;
      expect(parseFile(text).documents.length).toBeGreaterThan(0);
      const { user } = process.cpuUsage(before);
      expect([part.slice(0, 20), user < 3_000_000]).toEqual([part.slice(0, 20), true]);
    }
  }, 60_000);
});

/** Children lie inside, in order, and scalars that are written in one piece are their raw text. */
function expectNested(node: TreeNode): void {
  const children = node.kind === "map" ? node.entries.map(({ value }) => value) : itemsOf(node);
  let end = node.start;
  for (const child of children) {
    expect(child.start).toBeGreaterThanOrEqual(end);
    expect(child.end).toBeGreaterThanOrEqual(child.start);
    expectNested(child);
    end = child.end;
  }
  expect(node.end).toBeGreaterThanOrEqual(end);
}
