import { afterAll, expect, test } from "bun:test";
import sharp from "sharp";
import { eventually } from "../../../../../infra/testing/index.ts";
import { readPush } from "../inbox/read-push.ts";
import {
  closeDatabase,
  database,
  makeKey,
  type PlacedAsset,
  placeAsset,
  type TestProject,
  testProject,
  testRegistry,
} from "../testing/project.ts";
import { ASSET_ARTIFACT_TYPE, CONTENT_LAYER_TYPE, META_LAYER_TYPE, PREVIEW_LAYER_TYPE, TITLE } from "./artifact.ts";

afterAll(closeDatabase);

const registry = testRegistry();
const random = (size: number) => crypto.getRandomValues(new Uint8Array(size));
const text = (content: string) => new TextEncoder().encode(content);

const publishedDigest = ({ assetId }: PlacedAsset, version = 1): Promise<string> =>
  eventually(async () => {
    const [row] = await database()`select manifest_digest from slate_asset_versions where asset_id = ${assetId} and version = ${version}`;
    if (!row?.manifest_digest) throw new Error("not published yet");
    return row.manifest_digest as string;
  }, 15_000);

/** One more version of an asset, as ingest would add it. */
async function addVersion({ assetId }: PlacedAsset, version: number) {
  await database()`insert into slate_asset_versions (asset_id, version, workspace_id, project_id, guid, path, type, file_version, meta_version, sha256, meta_sha256, size)
    select asset_id, ${version}, workspace_id, project_id, guid, path, type, file_version, meta_version, sha256, meta_sha256, size
    from slate_asset_versions where asset_id = ${assetId} and version = 1`;
}

test("a version becomes an artifact with content and meta as layers, its provenance, both tags, and the asset names it", async () => {
  const project: TestProject = await testProject();
  const bytes = random(5000);
  const binary = await placeAsset(project, "Assets/Ships/Hull.bin", bytes);
  const written = await placeAsset(project, "Assets/Ships/Hull.cs", text("class Hull {}"));
  const repository = project.repository("assets");
  for (const asset of [binary, written]) {
    const digest = await publishedDigest(asset);
    const { manifest } = await registry.pullManifest(repository, digest);
    expect(manifest.artifactType).toBe(ASSET_ARTIFACT_TYPE);
    expect(manifest.layers.map((layer) => [layer.digest, layer.annotations?.[TITLE]])).toEqual([
      [`sha256:${asset.sha256}`, asset.path],
      [`sha256:${asset.metaSha256}`, `${asset.path}.meta`],
    ]);
    expect(manifest.annotations).toMatchObject({
      "vnd.slate.asset.guid": asset.guid,
      "vnd.slate.asset.path": asset.path,
      "org.opencontainers.image.version": "1",
      "org.opencontainers.image.authors": "Max",
    });
    for (const tag of [asset.guid, `${asset.guid}-v1`]) expect((await registry.pullManifest(repository, tag)).digest).toBe(digest);
    const [row] = await database()`select registry_path from slate_assets where id = ${asset.assetId}`;
    expect(row?.registry_path).toBe(`${repository}@${digest}`);
  }
  const { stream } = await registry.blobs.pull(repository, `sha256:${binary.sha256}`);
  expect(await new Response(stream).bytes()).toEqual(bytes);
}, 30_000);

test("an image's artifact has its picture as a layer, which is no file", async () => {
  const project = await testProject();
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: "teal" } })
    .png()
    .toBuffer();
  const asset = await placeAsset(project, "Assets/Flag.png", new Uint8Array(bytes));
  await project.owner.get(`/api/assets/${asset.assetId}/preview?size=256`).expect(200);
  const { manifest } = await registry.pullManifest(project.repository("assets"), await publishedDigest(asset));
  expect(manifest.layers.map(({ mediaType, annotations }) => [mediaType, annotations?.[TITLE]])).toEqual([
    [CONTENT_LAYER_TYPE, asset.path],
    [META_LAYER_TYPE, `${asset.path}.meta`],
    [PREVIEW_LAYER_TYPE, undefined],
  ]);
  expect(readPush(manifest, { fileBytes: 1e9, projectBytes: 1e9 })).toMatchObject({
    files: [{ path: asset.path }, { path: `${asset.path}.meta` }],
  });
}, 30_000);

test("the moving tag and the asset name the newest version, in whatever order versions are published", async () => {
  const project = await testProject();
  const asset = await placeAsset(project, "Assets/a.bin", random(100));
  await publishedDigest(asset);
  await database()`update slate_assets set version = 3 where id = ${asset.assetId}`;
  await addVersion(asset, 3);
  const newest = await publishedDigest(asset, 3);
  await addVersion(asset, 2);
  const older = await publishedDigest(asset, 2);
  expect(older).not.toBe(newest);
  const repository = project.repository("assets");
  expect((await registry.pullManifest(repository, asset.guid)).digest).toBe(newest);
  expect((await registry.listTags(repository)).sort()).toEqual([asset.guid, `${asset.guid}-v1`, `${asset.guid}-v2`, `${asset.guid}-v3`]);
  const [row] = await database()`select registry_path from slate_assets where id = ${asset.assetId}`;
  expect(row?.registry_path).toEndWith(newest);
}, 30_000);

test("a version that cannot be published keeps no other waiting, and publishing again gives the same artifact", async () => {
  const project = await testProject();
  const broken = await placeAsset(project, "Assets/broken.bin", random(100));
  const sound = await placeAsset(project, "Assets/sound.bin", random(100));
  const digest = await publishedDigest(sound);
  await publishedDigest(broken);
  const sql = database();
  // Content that the registry has lost: as if a disk had failed.
  await sql`update slate_contents set sha256 = sha256('lost'::bytea) where project_id = ${project.projectId} and sha256 = decode(${broken.sha256}, 'hex')`;
  await sql`update slate_asset_versions set manifest_digest = null, created_at = created_at - interval '1 hour',
    sha256 = case when asset_id = ${broken.assetId} then sha256('lost'::bytea) else sha256 end where project_id = ${project.projectId}`;
  await sql`update slate_asset_versions set created_at = created_at + interval '1 hour' where asset_id = ${sound.assetId}`;
  expect(await publishedDigest(sound)).toBe(digest);
  const [row] = await sql`select manifest_digest from slate_asset_versions where asset_id = ${broken.assetId}`;
  expect(row?.manifest_digest).toBeNull();
}, 30_000);

test("whoever may read assets pulls the artifact through the gateway; nobody pushes there", async () => {
  const project = await testProject();
  const asset = await placeAsset(project, "Assets/a.txt", text("through the gateway"));
  await publishedDigest(asset);
  const { key } = await makeKey(project.member);
  const { body } = await project.anonymous
    .get(`/api/assets/registry/token?scope=repository:${project.repository("assets")}:pull,push`, {
      Authorization: `Basic ${btoa(`key:${key}`)}`,
    })
    .expect(200);
  const headers = { Authorization: `Bearer ${(body as { token: string }).token}` };
  const { body: content } = await project.anonymous
    .get(`/v2/${project.repository("assets")}/blobs/sha256:${asset.sha256}`, headers)
    .expect(200);
  expect(content).toBe("through the gateway");
  await project.anonymous.post(`/v2/${project.repository("assets")}/blobs/uploads/`, undefined, headers).expect(401);
}, 30_000);
