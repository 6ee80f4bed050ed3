import { afterAll, beforeAll, expect, test } from "bun:test";
import { Asset, File, Project, page } from "@slate/schema/api";
import sharp from "sharp";
import {
  closeSql,
  eventually,
  type Person,
  sqlAsOwner,
  type TestWorkspace,
  testStack,
  testWorkspace,
} from "../../../../infra/testing/index.ts";

type Bytes = Uint8Array<ArrayBuffer>;
let space: TestWorkspace;
beforeAll(async () => {
  space = await testWorkspace();
});
afterAll(closeSql);

const PATIENCE_MS = 20_000;
const newProject = async () => (await space.owner.post("/api/projects", { name: `P ${crypto.randomUUID()}` }).expect(201, Project)).body.id;
const guidOf = (path: string) => new Bun.CryptoHasher("md5").update(path).digest("hex");
const utf8 = (text: string): Bytes => new Uint8Array(Buffer.from(text));
const imageOf = async (background: string, side = 600): Promise<Bytes> =>
  new Uint8Array(
    await sharp({ create: { width: side, height: side / 2, channels: 3, background } })
      .png()
      .toBuffer(),
  );

async function put(projectId: string, path: string, bytes: Bytes, ifMatch?: string): Promise<File> {
  const precondition: Record<string, string> = ifMatch ? { "If-Match": ifMatch } : { "If-None-Match": "*" };
  const query = new URLSearchParams({ projectId, path });
  const headers = { "Content-Type": "application/octet-stream", ...precondition };
  return (await space.member.put(`/api/files/by-path?${query}`, bytes, headers).expect(ifMatch ? 200 : 201, File)).body;
}
/** A file with its meta, as an asset. */
async function addAsset(projectId: string, path: string, bytes: Bytes): Promise<Asset> {
  await put(projectId, `${path}.meta`, utf8(`fileFormatVersion: 2\nguid: ${guidOf(path)}\n`));
  await put(projectId, path, bytes);
  return eventually(async () => {
    const found = (await assetsOf(projectId)).find((asset) => asset.path === path && asset.fileId && asset.guid === guidOf(path));
    if (!found) throw new Error(`${path} is not an asset yet`);
    return found;
  }, PATIENCE_MS);
}
const assetsOf = async (projectId: string): Promise<Asset[]> =>
  (await space.viewer.get(`/api/assets?projectId=${projectId}&limit=100`).expect(200, page(Asset))).body.items;

async function preview(id: string, query = "", headers: Record<string, string> = {}, who: Person = space.viewer) {
  const response = await fetch(new URL(`/api/assets/${id}/preview${query}`, testStack().gatewayUrl), {
    headers: { ...who.headers, ...headers },
  });
  return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}
async function colorOf(bytes: Bytes): Promise<number[]> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return [...data.subarray((Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * 3).subarray(0, 3)];
}

test("an image has its picture in every size soon after it came, without anybody asking", async () => {
  const projectId = await newProject();
  const { id, sha256 } = await addAsset(projectId, "Assets/Red.png", await imageOf("#ff0000"));
  await eventually(async () => {
    expect((await assetsOf(projectId)).find((asset) => asset.id === id)?.previewable).toBe(true);
  }, PATIENCE_MS);
  for (const [size, width] of [
    [128, 128],
    [256, 256],
    [512, 512],
  ]) {
    const { status, headers, bytes } = await preview(id, `?size=${size}`);
    expect([status, headers.get("content-type"), headers.get("cache-control")]).toEqual([200, "image/webp", "private, no-cache"]);
    const about = await sharp(bytes).metadata();
    expect([about.format, about.width, about.height]).toEqual(["webp", width as number, (width as number) / 2]);
    expect(await colorOf(bytes)).toEqual([255, 0, 0].map((value) => expect.closeTo(value, -1)));
  }
  const [events] = await sqlAsOwner()`
    select count(*)::int as made from slate_asset_previews where project_id = ${projectId} and source_sha256 = ${Buffer.from(sha256 as string, "hex")}`;
  expect(events?.made).toBe(3);
}, 40_000);

test("a picture is cached for good under its version, and by its ETag otherwise", async () => {
  const projectId = await newProject();
  const { id, version } = await addAsset(projectId, "Assets/Blue.png", await imageOf("#0000ff"));
  const first = await preview(id, `?size=128&version=${version}`);
  expect([first.status, first.headers.get("cache-control")]).toEqual([200, "private, max-age=31536000, immutable"]);
  const tag = first.headers.get("etag") as string;
  expect((await preview(id, "?size=128", { "If-None-Match": tag })).status).toBe(304);
  await put(projectId, "Assets/Blue.png", await imageOf("#00ff00"), "*");
  await eventually(async () => {
    const changed = await preview(id, "?size=128", { "If-None-Match": tag });
    expect([changed.status, await colorOf(changed.bytes)]).toEqual([200, [0, 255, 0].map((value) => expect.closeTo(value, -1))]);
  }, PATIENCE_MS);
  expect((await preview(id, `?size=128&version=${version}`)).headers.get("etag")).toBe(tag);
}, 40_000);

test("a material looks like its colour and its texture", async () => {
  const projectId = await newProject();
  await addAsset(projectId, "Assets/Green.png", await imageOf("#00ff00"));
  const material = (color: string, texture: string) =>
    utf8(`%YAML 1.1
%TAG !u! tag:unity3d.com,2011:
--- !u!21 &2100000
Material:
  m_Name: Paint
  m_SavedProperties:
    m_TexEnvs:
    - _MainTex:
        m_Texture: ${texture}
        m_Scale: {x: 1, y: 1}
    m_Colors:
    - _Color: ${color}
`);
  const plain = await addAsset(projectId, "Assets/Red.mat", material("{r: 0.8, g: 0, b: 1e-2, a: 1}", "{fileID: 0}"));
  const texture = `{fileID: 2800000, guid: ${guidOf("Assets/Green.png")}, type: 3}`;
  const wrapped = await addAsset(projectId, "Assets/Green.mat", material("{r: 1, g: 1, b: 1, a: 1}", texture));
  const [r = 0, g = 0] = await colorOf((await preview(plain.id)).bytes);
  expect(r).toBeGreaterThan(2 * g);
  const [red = 0, green = 0] = await colorOf((await preview(wrapped.id)).bytes);
  expect(green).toBeGreaterThan(2 * red);
}, 60_000);

test("a broken image says so, and is tried once only", async () => {
  const projectId = await newProject();
  const png = await imageOf("#ffffff");
  const broken = await addAsset(projectId, "Assets/Broken.png", png.slice(0, png.length / 2));
  const refuse = () => space.viewer.get(`/api/assets/${broken.id}/preview`).expectError(404, "preview.failed");
  expect((await refuse()).body.error.details).toEqual({ code: "image.corrupt" });
  const triedAt = async () =>
    (await sqlAsOwner()`select created_at from slate_asset_preview_failures where project_id = ${projectId}`).map((row) => row.created_at);
  const before = await triedAt();
  await refuse();
  expect([before.length, await triedAt()]).toEqual([1, before]);
  // The service and the next image are none the worse for it.
  const good = await addAsset(projectId, "Assets/Good.png", png);
  expect((await preview(good.id)).status).toBe(200);
}, 60_000);

test("what is no picture has none, and who may not see the asset learns nothing", async () => {
  const projectId = await newProject();
  const script = await addAsset(projectId, "Assets/Player.cs", utf8("class Player {}\n"));
  const image = await addAsset(projectId, "Assets/Mine.png", await imageOf("#123456"));
  await space.viewer.get(`/api/assets/${script.id}/preview`).expectError(404, "preview.none");
  await space.viewer.get(`/api/assets/${image.id}/preview?size=4096`).expectError(400, "request.invalid");
  const stranger = await testWorkspace();
  await stranger.owner.get(`/api/assets/${image.id}/preview`).expectError(404, "asset.not_found");
  await space.anonymous.get(`/api/assets/${image.id}/preview`).expectError(401, "auth.required");
}, 40_000);

test("many who ask for the same new picture at once get it, made once", async () => {
  const projectId = await newProject();
  const { id } = await addAsset(projectId, "Assets/Many.png", await imageOf("#abcdef", 2000));
  const answers = await Promise.all(Array.from({ length: 12 }, () => preview(id, "?size=512")));
  expect(new Set(answers.map(({ status, headers }) => `${status} ${headers.get("etag")}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(200);
}, 40_000);
