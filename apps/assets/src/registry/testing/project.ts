import { readFileSync } from "node:fs";
import { createRegistry, type Registry } from "@slate/oci";
import { File, NewApiKey, type Permission, Project } from "@slate/schema/api";
import { type Client, closeSql, sqlAsOwner, type TestWorkspace, testStack, testWorkspace } from "../../../../../infra/testing/index.ts";

export type TestProject = TestWorkspace & { projectId: string; repository(kind: string): string };

/** A fresh workspace with one empty project. */
export async function testProject(): Promise<TestProject> {
  const workspace = await testWorkspace();
  const { body } = await workspace.member.post("/api/projects", { name: `Project ${crypto.randomUUID()}` }).expect(201, Project);
  return { ...workspace, projectId: body.id, repository: (kind) => `ws-${workspace.id}/p-${body.id}/${kind}` };
}

/** An API key of `client`; all that a registry client needs unless told otherwise. */
export async function makeKey(
  client: Client,
  scopes: Permission[] = ["project.read", "file.read", "file.write", "asset.read", "asset.write"],
): Promise<NewApiKey> {
  return (await client.post("/api/keys", { name: `key ${crypto.randomUUID()}`, scopes }).expect(201, NewApiKey)).body;
}

/** The registry as a service of the stack has it: with a key that it believes. */
export function testRegistry(): Registry {
  const { registryUrl: url, registryTokenKeyFile, registryTokenCertFile } = testStack();
  const [keyPem, certPem] = [readFileSync(registryTokenKeyFile, "utf8"), readFileSync(registryTokenCertFile, "utf8")];
  return createRegistry({ url, token: { keyPem, certPem, issuer: "slate", service: "slate-registry", subject: "test" } });
}

export type PlacedAsset = { assetId: string; guid: string; path: string; sha256: string; metaSha256: string };

let connection: ReturnType<typeof sqlAsOwner> | undefined;
/** SQL as the superuser, on one connection for the whole test file. */
export const database = () => {
  connection ??= sqlAsOwner();
  return connection;
};

/** For the end of a test file; the next one connects anew. */
export async function closeDatabase(): Promise<void> {
  connection = undefined;
  await closeSql();
}

/** A file with its meta, and the rows that ingest makes of them. */
export async function placeAsset(
  { member, id: workspaceId, projectId }: TestProject,
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<PlacedAsset> {
  const guid = crypto.randomUUID().replaceAll("-", "");
  const put = async (path: string, content: Uint8Array<ArrayBuffer>) => {
    const query = new URLSearchParams({ projectId, path });
    const { body } = await member
      .put(`/api/files/by-path?${query}`, content, { "Content-Type": "application/octet-stream", "If-None-Match": "*" })
      .expect(201, File);
    return body;
  };
  const file = await put(path, bytes);
  const meta = await put(`${path}.meta`, new TextEncoder().encode(`fileFormatVersion: 2\nguid: ${guid}\n`));
  const assetId = Bun.randomUUIDv7();
  await database().begin(async (sql) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    await sql`insert into slate_assets (id, workspace_id, project_id, guid, path, name, type, file_id, file_version, meta_file_id, meta_version, sha256, size)
      values (${assetId}, ${workspaceId}, ${projectId}, ${guid}, ${path}, ${name}, 'file', ${file.id}, 1, ${meta.id}, 1, decode(${file.sha256}, 'hex'), ${file.size})`;
    await sql`insert into slate_asset_versions (asset_id, version, workspace_id, project_id, guid, path, type, file_version, meta_version, sha256, meta_sha256, size, changeset_id)
      select ${assetId}, 1, ${workspaceId}, ${projectId}, ${guid}, ${path}, 'file', 1, 1, decode(${file.sha256}, 'hex'), decode(${meta.sha256}, 'hex'), ${file.size}, changeset_id
      from slate_file_versions where file_id = ${file.id}`;
  });
  return { assetId, guid, path, sha256: file.sha256, metaSha256: meta.sha256 };
}
