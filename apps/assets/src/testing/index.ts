/** What tests of assets share: a project in a workspace of its own, ways to change its files, and waiting until its assets follow. */
import { Asset, AssetDetail, AssetFacets, Changeset, type Component, type File, Project, type Reference } from "@slate/schema/api";
import { readFolder } from "../../../../infra/local/seed.ts";
import { type Client, eventually, type TestWorkspace, testStack, testWorkspace } from "../../../../infra/testing/index.ts";
import { createClient, importFolder } from "../../../../packages/sdk/src/index.ts";

export * from "../../../../infra/testing/index.ts";

export type TestProject = TestWorkspace & { projectId: string };

/** Assets are there a moment after their files; on a busy machine a moment may be long. */
export const INGEST_WITHIN_MS = 30_000;

/** A fresh workspace with one empty project. */
export async function testProject(): Promise<TestProject> {
  const workspace = await testWorkspace();
  return { ...workspace, projectId: await createProject(workspace.member) };
}

/** One more project for `client`; answers its id. */
export async function createProject(client: Client): Promise<string> {
  return (await client.post("/api/projects", { name: `Project ${crypto.randomUUID()}` }).expect(201, Project)).body.id;
}

/** Applies a batch to a project's files, expecting it to work. */
export async function change(client: Client, projectId: string, changes: object[]): Promise<Changeset> {
  return (await client.post("/api/changesets", { projectId, changes }).expect(201, Changeset)).body;
}

/** Files of these paths and texts, in one changeset. */
export const create = (client: Client, projectId: string, files: Record<string, string>) =>
  change(
    client,
    projectId,
    Object.entries(files).map(([path, content]) => ({ op: "create", path, content })),
  );

/** Sends a folder of this machine as one import. */
export async function importFrom({ id: workspaceId, member, projectId }: TestProject, folder: string): Promise<void> {
  const client = createClient({ baseUrl: testStack().gatewayUrl, headers: member.headers });
  await importFolder(client, { workspaceId, projectId, files: await readFolder(folder), message: "Import" });
}

/** Waits until the assets have reached the newest changeset. */
export const caughtUp = (client: Client, projectId: string): Promise<AssetFacets> =>
  eventually(async () => {
    const { body } = await client.get(`/api/assets/facets?projectId=${projectId}`).expect(200, AssetFacets);
    if (body.state.changesetId !== body.state.latestChangesetId) throw new Error("Assets are behind their files");
    return body;
  }, INGEST_WITHIN_MS);

/** Every item of a paged list. `path` may have a query already. */
export async function listAll<T>(client: Client, path: string, limit = 100): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const query: string = `${path.includes("?") ? "&" : "?"}limit=${limit}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`;
    const { body } = await client.get(path + query).expect(200);
    const { items: more, nextCursor } = body as { items: T[]; nextCursor: string | null };
    items.push(...more);
    cursor = nextCursor;
  } while (cursor);
  return items;
}

/** The live assets of a project, in the order of their paths, once they follow its files. */
export async function assetsOf(client: Client, projectId: string): Promise<Asset[]> {
  await caughtUp(client, projectId);
  return (await listAll(client, `/api/assets?projectId=${projectId}`)).map((asset) => Asset.parse(asset));
}

/** The asset with this path, whole. */
export async function assetAt(client: Client, projectId: string, path: string): Promise<AssetDetail> {
  const found = (await assetsOf(client, projectId)).find((asset) => asset.path === path);
  if (!found) throw new Error(`There is no asset ${path}`);
  return (await client.get(`/api/assets/${found.id}`).expect(200, AssetDetail)).body;
}

export const componentsOf = (client: Client, id: string) => listAll<Component>(client, `/api/assets/${id}/components`);
export const referencesOf = (client: Client, id: string) => listAll<Reference>(client, `/api/assets/${id}/references`);
export const usesOf = (client: Client, id: string) => listAll<Reference>(client, `/api/assets/${id}/uses`);

/** The live file at a path. */
export async function fileAt(client: Client, projectId: string, path: string): Promise<File> {
  const files = await listAll<File>(client, `/api/files?projectId=${projectId}&prefix=${encodeURIComponent(path)}`);
  const file = files.find((one) => one.path === path);
  if (!file) throw new Error(`There is no file ${path}`);
  return file;
}

/** A guid made of few letters, for people to read: `guid("cafe")`. */
export const guid = (letters: string): string => letters.padEnd(32, "0").replace(/^0{16}/, "f".repeat(16));
export const meta = (id: string, rest = "DefaultImporter:\n  externalObjects: {}\n") => `fileFormatVersion: 2\nguid: ${id}\n${rest}`;
export const folderMeta = (id: string) => meta(id, "folderAsset: yes\nDefaultImporter:\n  externalObjects: {}\n");

const HEADER = "%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n";
/** A file of objects: each is its class, its id, its type and the lines below it. */
export const yaml = (...documents: [classId: number, localId: string, type: string, body: string][]) =>
  HEADER + documents.map(([classId, localId, type, body]) => `--- !u!${classId} &${localId}\n${type}:\n${body}`).join("");
/** A ScriptableObject with a script and further lines. */
export const scriptable = (script: string, lines = "") =>
  yaml([
    114,
    "11400000",
    "MonoBehaviour",
    `  m_GameObject: {fileID: 0}\n  m_Script: {fileID: 11500000, guid: ${script}, type: 3}\n  m_Name: Data\n  m_EditorClassIdentifier: \n${lines}`,
  ]);
export const material = (texture: string) =>
  yaml([21, "2100000", "Material", `  m_Name: Paint\n  m_Texture: {fileID: 2800000, guid: ${texture}, type: 3}\n`]);
