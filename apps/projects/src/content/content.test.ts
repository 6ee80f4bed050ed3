import { expect, test } from "bun:test";
import { File } from "@slate/schema/api";
import fc from "fast-check";
import { change, createFile, listFiles, putFile, readBytes, type TestProject, testProject, writeFile } from "../testing/index.ts";

const KiB = 1024;
const TEXT_LIMIT = 256 * KiB;
const utf8 = (text: string) => new Uint8Array(Buffer.from(text));
const hashOf = (bytes: Uint8Array) => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
const random = (size: number) => {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i += 65_536) crypto.getRandomValues(bytes.subarray(i, Math.min(size, i + 65_536)));
  return bytes;
};
const textOf = (size: number) => utf8("line of text\r\n".repeat(Math.ceil(size / 14)).slice(0, size));

async function expectExact({ viewer }: TestProject, file: File, bytes: Uint8Array) {
  const answer = await readBytes(viewer, `/api/files/${file.id}/content`);
  expect([answer.status, hashOf(answer.bytes), file.sha256, file.size]).toEqual([200, hashOf(bytes), hashOf(bytes), bytes.length]);
}

const samples: Record<string, { bytes: Uint8Array<ArrayBuffer>; binary: boolean }> = {
  "empty.txt": { bytes: utf8(""), binary: false },
  "bom.cs": { bytes: utf8("\ufeffusing System;\r\n"), binary: false },
  "only-bom.txt": { bytes: utf8("\ufeff"), binary: false },
  "crlf.txt": { bytes: utf8("a\r\nb\rc\n\n"), binary: false },
  "no-newline.txt": { bytes: utf8("a"), binary: false },
  "control.txt": { bytes: utf8("tab\t bell\u0007 del\u007f \u2028 \ufffe \u{10ffff} e\u0301 é"), binary: false },
  "with-nul.txt": { bytes: utf8("a\0b"), binary: true },
  "not-utf8.txt": { bytes: new Uint8Array([0x61, 0xff, 0x62]), binary: true },
  "surrogate.txt": { bytes: new Uint8Array([0xed, 0xa0, 0x80]), binary: true },
  "cut.txt": { bytes: new Uint8Array([0x61, 0xe2, 0x82]), binary: true },
  "utf16.txt": { bytes: new Uint8Array(Buffer.from("\ufeffhello", "utf16le")), binary: true },
  "small.bin": { bytes: random(100), binary: true },
  "below.txt": { bytes: textOf(TEXT_LIMIT - 1), binary: false },
  "limit.txt": { bytes: textOf(TEXT_LIMIT), binary: false },
  "above.txt": { bytes: textOf(TEXT_LIMIT + 1), binary: false },
  "split.txt": { bytes: utf8(`${"x".repeat(TEXT_LIMIT - 1)}€uro`), binary: false },
  "late-nul.txt": { bytes: new Uint8Array([...textOf(TEXT_LIMIT), 0]), binary: true },
  "large.bin": { bytes: random(5 * KiB * KiB), binary: true },
};

test("content comes back byte for byte, small or large, text or not, from every version", async () => {
  const project = await testProject();
  const { member, viewer, projectId } = project;
  for (const [path, { bytes, binary }] of Object.entries(samples)) {
    const file = await putFile(member, projectId, path, bytes);
    expect([path, file.binary]).toEqual([path, binary]);
    await expectExact(project, file, bytes);
  }
  const { id } = await createFile(member, projectId, "all.dat");
  let version = 1;
  for (const { bytes } of Object.values(samples)) {
    const { body } = await writeFile(member, id, version, bytes).expect(200, File);
    await expectExact(project, body, bytes);
    if (body.version > version) {
      version = body.version;
      const { bytes: kept } = await readBytes(viewer, `/api/files/${id}/versions/${version}/content`);
      expect(hashOf(kept)).toBe(hashOf(bytes));
    }
  }
  for (const file of await listFiles(viewer, projectId)) {
    const sample = samples[file.path];
    if (sample) await expectExact(project, file, sample.bytes);
  }
}, 60_000);

test("any bytes and any text survive the trip, through raw upload, JSON and base64", async () => {
  const project = await testProject();
  const { member, projectId } = project;
  const { id } = await createFile(member, projectId, "a.txt", "start");
  const read = async () => (await readBytes(member, `/api/files/${id}/content`)).bytes;
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 3000 }),
      fc.string({ unit: fc.constantFrom("a", "\r", "\n", "\ufeff", "é", "e\u0301", "\u{1f600}", "\u2028", '"', "\\") }),
      async (drawn, text) => {
        const bytes = new Uint8Array(drawn);
        await writeFile(member, id, "*", bytes).expect(200);
        expect(await read()).toEqual(bytes);
        for (const [content, encoding, expected] of [
          [text, "utf8", utf8(text)],
          [Buffer.from(bytes).toString("base64"), "base64", bytes],
        ] as const) {
          const step = { op: "edit", fileId: id, content, encoding };
          const { status } = await member.post("/api/changesets", { projectId, changes: [step] });
          expect([201, 422]).toContain(status); // 422: it was that already
          expect(await read()).toEqual(expected);
        }
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);

test("ranges answer exactly the bytes asked for, from PostgreSQL and from the registry", async () => {
  const { member, viewer, projectId } = await testProject();
  for (const bytes of [textOf(10 * KiB), random(1024 * KiB)]) {
    const file = await putFile(member, projectId, `${bytes.length}.dat`, bytes);
    const { size } = file;
    const path = `/api/files/${file.id}/content`;
    const cases: [string, number, number][] = [
      ["bytes=0-0", 0, 0],
      ["bytes=5-99", 5, 99],
      ["bytes=9000-", 9000, size - 1],
      ["bytes=-7", size - 7, size - 1],
      ["bytes=-99999999", 0, size - 1],
      [`bytes=${size - 1}-${size + 50}`, size - 1, size - 1],
    ];
    for (const [range, start, end] of cases) {
      const answer = await readBytes(viewer, path, { Range: range });
      expect([range, answer.status, answer.headers.get("content-range")]).toEqual([range, 206, `bytes ${start}-${end}/${size}`]);
      // A long stream goes out in chunks, without a length of its own.
      expect([null, String(end - start + 1)]).toContain(answer.headers.get("content-length"));
      expect(hashOf(answer.bytes)).toBe(hashOf(bytes.subarray(start, end + 1)));
    }
    for (const past of [`bytes=${size}-`, `bytes=${size + 5}-${size + 9}`, "bytes=-0"]) {
      const refused = await viewer.get(path, { Range: past }).expectError(416, "file.range");
      expect(refused.headers.get("content-range")).toBe(`bytes */${size}`);
    }
    for (const ignored of ["bytes=0-1,5-9", "lines=1-2", "bytes=x-y", "bytes=-", "bytes=9-5"])
      expect([ignored, (await readBytes(viewer, path, { Range: ignored })).status]).toEqual([ignored, 200]);

    const fresh = await readBytes(viewer, path, { Range: "bytes=0-3", "If-Range": `"${file.version}"` });
    const stale = await readBytes(viewer, path, { Range: "bytes=0-3", "If-Range": '"7"' });
    expect([fresh.status, stale.status]).toEqual([206, 200]);
  }
  const empty = await createFile(member, projectId, "empty.txt");
  await viewer.get(`/api/files/${empty.id}/content`, { Range: "bytes=0-" }).expectError(416, "file.range");
});

test("a download is an attachment of its own name and type, and never changes under its ETag", async () => {
  const { member, viewer, projectId } = await testProject();
  const file = await createFile(member, projectId, `dir/Grüße "2"; 100%'s.html`, "<script>1</script>");
  const path = `/api/files/${file.id}/content`;
  const { headers } = await readBytes(viewer, path);
  expect(
    Object.fromEntries(["content-type", "content-disposition", "x-content-type-options", "etag"].map((name) => [name, headers.get(name)])),
  ).toEqual({
    "content-type": "text/html; charset=utf-8",
    "content-disposition": `attachment; filename="Gr__e _2_; 100_'s.html"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%222%22%3B%20100%25%27s.html`,
    "x-content-type-options": "nosniff",
    etag: '"1"',
  });
  for (const unchanged of ['"1"', 'W/"1"', '"0", "1"', "*"])
    expect((await readBytes(viewer, path, { "If-None-Match": unchanged })).status).toBe(304);
  await writeFile(member, file.id, 1, "<b>").expect(200);
  const changed = await readBytes(viewer, path, { "If-None-Match": '"1"' });
  expect([changed.status, changed.headers.get("etag")]).toEqual([200, '"2"']);
});

test("text that JSON cannot carry faithfully is refused, not mended", async () => {
  const { member, projectId } = await testProject();
  const json = { "Content-Type": "application/json" };
  const raw = (content: string) => `{"projectId":"${projectId}","path":"a.txt","content":"${content}"}`;
  for (const content of ["a\\u0000b", "\\ud800", "\\udc00x"])
    await member.post("/api/files", raw(content), json).expectError(400, "request.invalid");
  const steps = (content: string) => [{ op: "create", path: "a.bin", content, encoding: "base64" }];
  for (const content of ["%%%", "YQ=a", "Y Q=="])
    await member.post("/api/changesets", { projectId, changes: steps(content) }).expectError(400, "request.invalid");
  expect(await listFiles(member, projectId)).toEqual([]);
});

test("content already in the project is taken from there, and a batch may bring binaries", async () => {
  const project = await testProject();
  const { member, projectId } = project;
  const bytes = random(20_000);
  const content = Buffer.from(bytes).toString("base64");
  await change(member, projectId, [
    { op: "create", path: "a.bin", content, encoding: "base64" },
    { op: "create", path: "b.bin", content, encoding: "base64" },
  ]);
  const again = await putFile(member, projectId, "c.bin", bytes);
  const files = await listFiles(member, projectId);
  for (const file of [...files, again]) await expectExact(project, file, bytes);
});
