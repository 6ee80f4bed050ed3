import { readFileSync } from "node:fs";
import { createRegistry, type Registry } from "@slate/oci";
import { NewApiKey, type Permission, Project } from "@slate/schema/api";
import {
  type Client,
  closeSql,
  eventually,
  sqlAsOwner,
  type TestWorkspace,
  testStack,
  testWorkspace,
} from "../../../../../infra/testing/index.ts";

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

/** A file with its meta, in one changeset, once it is an asset. */
export async function placeAsset({ member, projectId }: TestProject, path: string, bytes: Uint8Array<ArrayBuffer>): Promise<PlacedAsset> {
  const guid = crypto.randomUUID().replaceAll("-", "");
  const changes = [
    { op: "create", path, content: Buffer.from(bytes).toString("base64"), encoding: "base64" },
    { op: "create", path: `${path}.meta`, content: `fileFormatVersion: 2\nguid: ${guid}\n` },
  ];
  await member.post("/api/changesets", { projectId, changes }).expect(201);
  return eventually(async () => {
    const [row] = await database()<PlacedAsset[]>`
      select v.asset_id as "assetId", v.guid, v.path, encode(v.sha256, 'hex') as sha256, encode(v.meta_sha256, 'hex') as "metaSha256"
      from slate_asset_versions v where v.project_id = ${projectId} and v.guid = ${guid}`;
    if (!row) throw new Error(`${path} is no asset yet`);
    return row;
  }, 20_000);
}
