import { expect, test } from "bun:test";
import { pathKey } from "@slate/schema/api";
import fc from "fast-check";
import { testProject, treeOf } from "../testing/index.ts";

const segment = fc.string({
  unit: fc.constantFrom(..."abzABZ019 _-()'\"äßéЖ漢", "e\u0301", "ſ", "İ", "\u{1f600}", ".", "%", "#", "?", "*", "~", "+"),
  minLength: 1,
  maxLength: 12,
});
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join("/"));

const forbidden: [string, fc.Arbitrary<string>][] = [
  ["an empty segment", fc.constantFrom("", "/", "/a", "a/", "a//b")],
  ["a dot segment", fc.constantFrom(".", "..", "../a", "a/../b", "./a", "a/.")],
  ["a control character", fc.integer({ min: 1, max: 0x1f }).map((code) => `a${String.fromCharCode(code)}b`)],
  ["a later control character", fc.constantFrom("a\u007fb", "a\u0085b", "a\u2028b", "a\u2029b")],
  ["a backslash or a colon", fc.constantFrom("a\\b", "..\\a", "C:/a", "a:b", "con:")],
  ["a trailing dot or space", fc.constantFrom("a.", "a ", "a./b", "a /b", "...", "a/ ")],
  ["a device name", fc.constantFrom("con", "AUX.txt", "a/nul", "Com1.cs", "lpt9", "prn.a.b", "COM¹.txt")],
  ["too many bytes in a segment", fc.constantFrom("x".repeat(256), `a/${"ä".repeat(128)}`)],
  ["too many bytes", fc.constant(Array(12).fill("x".repeat(100)).join("/"))],
  ["half a character", fc.constantFrom("a\ud800", "\udc00b")],
];

/** The rules of security.md I3 in other words than the schema's, to check one against the other. */
function isAllowed(path: string): boolean {
  const nfc = path.normalize("NFC");
  return (
    Buffer.byteLength(nfc) <= 1024 &&
    nfc.split("/").every((part) => part !== "" && Buffer.byteLength(part) <= 255 && !part.endsWith(".") && !part.endsWith(" "))
  );
}

test("a path is taken exactly when it follows the rules, and is kept in NFC", async () => {
  const { member, projectId } = await testProject();
  const taken = new Map<string, string>();
  await fc.assert(
    fc.asyncProperty(path, async (drawn) => {
      const { status, body } = await member.post("/api/files", { projectId, path: drawn });
      const key = pathKey(drawn);
      expect([drawn, status]).toEqual([drawn, !isAllowed(drawn) ? 400 : taken.has(key) ? 409 : 201]);
      if (status !== 201) return;
      expect((body as { path: string }).path).toBe(drawn.normalize("NFC"));
      taken.set(key, drawn.normalize("NFC"));
    }),
    { numRuns: 60 },
  );
  expect(Object.keys(await treeOf(member, projectId)).sort()).toEqual([...taken.values()].sort());
}, 60_000);

test("a path that some disk or header would misread is refused by every way to name one", async () => {
  const { member, projectId } = await testProject();
  const { body } = await member.post("/api/files", { projectId, path: "ok.txt" }).expect(201);
  const { id } = body as { id: string };
  const anyVersion = { "If-Match": "*" };
  for (const [why, drawn] of forbidden) {
    for (const bad of new Set(fc.sample(drawn, 6))) {
      const steps = [
        { op: "create", path: bad },
        { op: "move", fileId: id, to: bad },
        { op: "copy", fileId: id, to: bad },
        { op: "move-folder", from: "ok", to: bad },
      ];
      const answers = await Promise.all([
        member.post("/api/files", { projectId, path: bad }),
        member.patch(`/api/files/${id}`, { path: bad }, anyVersion),
        member.post(`/api/files/${id}/copy`, { path: bad }),
        ...(bad.isWellFormed()
          ? [
              member.put(`/api/files/by-path?${new URLSearchParams({ projectId, path: bad })}`, "x", {
                "Content-Type": "application/octet-stream",
                "If-None-Match": "*",
              }),
            ]
          : []),
        ...steps.map((step) => member.post("/api/changesets", { projectId, changes: [step] })),
      ]);
      expect([why, bad, ...answers.map((answer) => answer.status)]).toEqual([why, bad, ...answers.map(() => 400)]);
    }
  }
  await member.get(`/api/files?projectId=${projectId}&prefix=%00`).expectError(400, "request.invalid");
  expect(Object.keys(await treeOf(member, projectId))).toEqual(["ok.txt"]);
}, 60_000);

test("letters that differ in case only share a key, whichever they are", () => {
  for (let code = 1; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const letter = String.fromCodePoint(code);
    if (letter.toLowerCase() === letter && letter.toUpperCase() === letter) continue;
    const keys = new Set([letter, letter.toLowerCase(), letter.toUpperCase(), pathKey(letter)].map(pathKey));
    if (keys.size !== 1) throw new Error(`${letter} has the keys ${[...keys].join(" and ")}`);
  }
});
