import type { Permission } from "../../packages/schema/src/api/index.ts";
import { createClient, type SlateClient } from "../../packages/sdk/src/index.ts";

export type BenchWorkspace = {
  id: string;
  userId: string;
  keyId: string;
  key: string;
  /** Sends the key with every request. */
  client: SlateClient;
};

const SCOPES: Permission[] = [
  "workspace.read",
  "project.read",
  "project.write",
  "file.read",
  "file.write",
  "asset.read",
  "asset.write",
  "event.read",
];

/** Somebody new with a workspace of their own and an API key for it: access tokens would expire while we measure. */
export async function openWorkspace(baseUrl: string): Promise<BenchWorkspace> {
  const email = `bench-${crypto.randomUUID()}@example.com`;
  const signedIn = await createClient({ baseUrl }).POST("/api/auth/register", {
    body: { email, password: crypto.randomUUID(), name: "Bench", grant: "token" },
  });
  const { profile, tokens } = expectData(signedIn);
  const person = clientWith(baseUrl, tokens?.accessToken ?? "");
  const workspace = expectData(await person.POST("/api/workspaces", { body: { name: "Bench" } }));
  const header = { "Slate-Workspace": workspace.id };
  const made = await person.POST("/api/keys", { params: { header }, body: { name: "bench", scopes: SCOPES, expiresInDays: 1 } });
  const { id: keyId, key } = expectData(made);
  return { id: workspace.id, userId: profile.id, keyId, key, client: clientWith(baseUrl, key) };
}

/** A new, empty project; answers its id. */
export async function createProject({ client }: BenchWorkspace, name: string): Promise<string> {
  return expectData(await client.POST("/api/projects", { body: { name, description: "", metadata: {} } })).id;
}

const clientWith = (baseUrl: string, credential: string): SlateClient =>
  createClient({ baseUrl, headers: { Authorization: `Bearer ${credential}` } });

/** The body of a success. Throws what the API said otherwise. */
export function expectData<T>({ data, error, response }: { data?: T; error?: unknown; response: Response }): T {
  if (data === undefined) throw new Error(`${response.url} answered ${response.status} ${JSON.stringify(error)}`);
  return data;
}
