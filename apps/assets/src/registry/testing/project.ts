import { readFileSync } from "node:fs";
import { createRegistry, type Registry } from "@slate/oci";
import { NewApiKey, type Permission, Project } from "@slate/schema/api";
import { type Client, type TestWorkspace, testStack, testWorkspace } from "../../../../../infra/testing/index.ts";

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
