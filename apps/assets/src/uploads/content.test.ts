import { beforeAll, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Asset, Project, page } from "@slate/schema/api";
import { eventually, type Person, type TestWorkspace, testStack, testWorkspace } from "../../../../infra/testing/index.ts";

type Bytes = Uint8Array<ArrayBuffer>;
let space: TestWorkspace;
let projectId: string;
beforeAll(async () => {
  space = await testWorkspace();
  projectId = (await space.owner.post("/api/projects", { name: "P" }).expect(201, Project)).body.id;
});

const PATIENCE_MS = 20_000;
const hashOf = (bytes: Uint8Array) => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
const utf8 = (text: string): Bytes => new Uint8Array(Buffer.from(text));
function noise(size: number): Bytes {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(size, at + 65_536)));
  return bytes;
}

async function put(path: string, bytes: Bytes, ifMatch?: string): Promise<void> {
  const precondition: Record<string, string> = ifMatch ? { "If-Match": ifMatch } : { "If-None-Match": "*" };
  const query = new URLSearchParams({ projectId, path });
  await space.member
    .put(`/api/files/by-path?${query}`, bytes, { "Content-Type": "application/octet-stream", ...precondition })
    .expect(ifMatch ? 200 : 201);
}

/** The asset at a path, once it is what `isThere` says: assets follow their files a moment later. */
const findAsset = (path: string, isThere: (asset: Asset) => boolean): Promise<Asset> =>
  eventually(async () => {
    const { items } = (await space.viewer.get(`/api/assets?projectId=${projectId}&limit=100`).expect(200, page(Asset))).body;
    const found = items.find((asset) => asset.path === path && isThere(asset));
    if (!found) throw new Error(`${path} is not an asset yet`);
    return found;
  }, PATIENCE_MS);

/** An asset that has had these contents as its versions; answers its id. */
async function makeAsset(path: string, ...contents: Bytes[]): Promise<string> {
  let id = "";
  for (const [i, bytes] of contents.entries()) {
    await put(path, bytes, i > 0 ? "*" : undefined);
    id = (await findAsset(path, ({ sha256 }) => sha256 === hashOf(bytes))).id;
  }
  return id;
}

async function read(path: string, headers: Record<string, string> = {}, who: Person = space.viewer, method = "GET") {
  const response = await fetch(new URL(path, testStack().gatewayUrl), { method, headers: { ...who.headers, ...headers } });
  return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}

test("an asset's file comes back byte for byte, as it is and as it was, from PostgreSQL and from the registry", async () => {
  const contents = [utf8("small text\r\n"), noise(1000), noise(5 * 1024 * 1024), utf8("x".repeat(300_000))];
  const id = await makeAsset("Assets/Grüße.dat", ...contents);
  for (const [i, bytes] of contents.entries()) {
    const answer = await read(`/api/assets/${id}/content?version=${i + 1}`);
    expect([answer.status, hashOf(answer.bytes)]).toEqual([200, hashOf(bytes)]);
    expect(answer.headers.get("etag")).toBe(`"${hashOf(bytes)}"`);
    expect(answer.headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
  }
  const now = await read(`/api/assets/${id}/content`);
  expect(hashOf(now.bytes)).toBe(hashOf(contents.at(-1) as Bytes));
  expect(now.headers.get("cache-control")).toBe("private, no-cache");
  expect(now.headers.get("content-disposition")).toBe(`attachment; filename="Gr__e.dat"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.dat`);
  expect(now.headers.get("x-content-type-options")).toBe("nosniff");
  expect((await read(`/api/assets/${id}/content`, { "If-None-Match": now.headers.get("etag") as string })).status).toBe(304);
}, 60_000);

test("a range answers exactly the bytes asked for, clamped; past the end is refused, and a stale If-Range gets the whole", async () => {
  for (const bytes of [utf8("text ".repeat(2000)), noise(3 * 1024 * 1024)]) {
    const path = `/api/assets/${await makeAsset(`Assets/${bytes.length}.dat`, bytes)}/content`;
    const size = bytes.length;
    const cases: [string, number, number][] = [
      ["bytes=0-0", 0, 0],
      ["bytes=5-99", 5, 99],
      ["bytes=9000-", 9000, size - 1],
      ["bytes=-7", size - 7, size - 1],
      ["bytes=-99999999", 0, size - 1],
      [`bytes=${size - 1}-${size + 50}`, size - 1, size - 1],
    ];
    for (const [range, start, end] of cases) {
      const answer = await read(path, { Range: range });
      expect([range, answer.status, answer.headers.get("content-range")]).toEqual([range, 206, `bytes ${start}-${end}/${size}`]);
      expect(hashOf(answer.bytes)).toBe(hashOf(bytes.subarray(start, end + 1)));
    }
    for (const past of [`bytes=${size}-`, `bytes=${size + 5}-${size + 9}`, "bytes=-0"]) {
      const refused = await space.viewer.get(path, { Range: past }).expectError(416, "asset.range");
      expect(refused.headers.get("content-range")).toBe(`bytes */${size}`);
    }
    const several = await read(path, { Range: "bytes=0-1,5-9" });
    const fresh = await read(path, { Range: "bytes=0-3", "If-Range": `"${hashOf(bytes)}"` });
    const stale = await read(path, { Range: "bytes=0-3", "If-Range": `"${hashOf(noise(1))}"` });
    expect([several.status, fresh.status, stale.status]).toEqual([200, 206, 200]);
  }
}, 60_000);

test("HEAD says what a GET would send, and sends nothing", async () => {
  const bytes = noise(2 * 1024 * 1024);
  const id = await makeAsset("Assets/head.dat", bytes);
  const { status, headers, bytes: none } = await read(`/api/assets/${id}/content`, {}, space.viewer, "HEAD");
  expect([status, none.length, headers.get("content-length"), headers.get("etag")]).toEqual([
    200,
    0,
    String(bytes.length),
    `"${hashOf(bytes)}"`,
  ]);
}, 60_000);

test("what a browser would run is sandboxed and an attachment", async () => {
  for (const name of ["page.html", "drawing.svg"]) {
    const { headers } = await read(`/api/assets/${await makeAsset(`Assets/${name}`, utf8("<script>1</script>"))}/content`);
    expect(headers.get("content-security-policy")).toContain("sandbox");
    expect(headers.get("content-disposition")).toStartWith("attachment;");
  }
}, 60_000);

test("a content that the registry has damaged never arrives whole", async () => {
  const bytes = noise(3 * 1024 * 1024);
  const id = await makeAsset("Assets/damaged.dat", bytes);
  const servers = readFileSync(join(import.meta.dir, "../../../../.slate/test/servers-folder"), "utf8").trim();
  const blob = `${servers}/registry/data/docker/registry/v2/blobs/sha256/${hashOf(bytes).slice(0, 2)}/${hashOf(bytes)}/data`;
  const damaged = bytes.slice();
  damaged[1_500_000] = (damaged[1_500_000] as number) ^ 1;
  await Bun.write(blob, damaged);
  try {
    const reading = read(`/api/assets/${id}/content`).then((answer) => answer.bytes.length);
    expect(await reading.catch(() => 0)).toBeLessThan(bytes.length);
  } finally {
    await Bun.write(blob, bytes);
  }
}, 60_000);

test("who may not see the asset learns nothing of it, and what has no file says so", async () => {
  const id = await makeAsset("Assets/mine.dat", utf8("mine"));
  const stranger = await testWorkspace();
  await stranger.owner.get(`/api/assets/${id}/content`).expectError(404, "asset.not_found");
  await space.anonymous.get(`/api/assets/${id}/content`).expectError(401, "auth.required");
  await space.viewer.get(`/api/assets/${id}/content?version=2`).expectError(404, "asset.version_not_found");
  await space.viewer.get(`/api/assets/${crypto.randomUUID()}/content`).expectError(404, "asset.not_found");
  await put("Assets/Folder.meta", utf8(`fileFormatVersion: 2\nguid: ${crypto.randomUUID().replaceAll("-", "")}\nfolderAsset: yes\n`));
  const folder = await findAsset("Assets/Folder", ({ fileId }) => fileId === null);
  await space.viewer.get(`/api/assets/${folder.id}/content`).expectError(404, "asset.no_content");
}, 60_000);
