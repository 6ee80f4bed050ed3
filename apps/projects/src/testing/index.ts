/** What tests of this service share: a project in a workspace of its own, and short ways to write and read its files. */
import { Changeset, File, Project, page } from "@slate/schema/api";
import { type Client, type TestWorkspace, testWorkspace } from "../../../../infra/testing/index.ts";

export {
  type Answer,
  type Client,
  createClient,
  eventually,
  type TestWorkspace,
  testStack,
  testWorkspace,
} from "../../../../infra/testing/index.ts";

export type TestProject = TestWorkspace & { projectId: string };

/** A fresh workspace with one empty project. */
export async function testProject(): Promise<TestProject> {
  const workspace = await testWorkspace();
  return { ...workspace, projectId: await createProject(workspace.member) };
}

/** One more project for `client`; answers its id. */
export async function createProject(client: Client, name = `Project ${crypto.randomUUID()}`): Promise<string> {
  const { body } = await client.post("/api/projects", { name }).expect(201, Project);
  return body.id;
}

/** A text file by the JSON route. */
export async function createFile(client: Client, projectId: string, path: string, content = ""): Promise<File> {
  const { body } = await client.post("/api/files", { projectId, path, content }).expect(201, File);
  return body;
}

/** Any content by the raw route; `ifMatch` replaces. */
export async function putFile(client: Client, projectId: string, path: string, bytes: Uint8Array<ArrayBuffer>, ifMatch?: string) {
  const query = new URLSearchParams({ projectId, path });
  const precondition: Record<string, string> = ifMatch === undefined ? { "If-None-Match": "*" } : { "If-Match": ifMatch };
  const { body } = await client
    .put(`/api/files/by-path?${query}`, bytes, { "Content-Type": "application/octet-stream", ...precondition })
    .expect(ifMatch === undefined ? 201 : 200, File);
  return body;
}

/** Replaces a file's text at a known version. */
export const writeFile = (client: Client, id: string, version: number | "*", content: string | Uint8Array<ArrayBuffer>) =>
  client.put(`/api/files/${id}/content`, content, {
    "Content-Type": "application/octet-stream",
    "If-Match": version === "*" ? "*" : `"${version}"`,
  });

export async function readText(client: Client, id: string): Promise<string> {
  const { body } = await client.get(`/api/files/${id}/content`).expect(200);
  return body as string;
}

/** Bytes as they come, with their answer: the shared client reads text only. */
export async function readBytes(client: Client, path: string, headers: Record<string, string> = {}) {
  const response = await fetch(new URL(path, gateway(client)), { headers: { ...client.headers, ...headers } });
  return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}
const gateway = (client: Client) => client.headers.Origin as string;

/** Applies a batch, expecting it to work. */
export async function change(client: Client, projectId: string, changes: object[], message = ""): Promise<Changeset> {
  const { body } = await client.post("/api/changesets", { projectId, message, changes }).expect(201, Changeset);
  return body;
}

/** Every item of a paged list. `path` has its own query already. */
export async function listAll<T>(client: Client, path: string, shape: Parameters<typeof page>[0], limit = 100): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
    const { body } = await client.get(`${path}&limit=${limit}${more}`).expect(200, page(shape));
    items.push(...(body.items as T[]));
    cursor = body.nextCursor;
  } while (cursor);
  return items;
}

/** The live files of a project in path order. */
export const listFiles = (client: Client, projectId: string) => listAll<File>(client, `/api/files?projectId=${projectId}`, File);

/** What a revert must bring back: every path with the hash of its content. */
export async function treeOf(client: Client, projectId: string): Promise<Record<string, string>> {
  return Object.fromEntries((await listFiles(client, projectId)).map((file) => [file.path, file.sha256]));
}
