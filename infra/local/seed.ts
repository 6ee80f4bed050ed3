import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient, type FolderFile, importFolder, type SlateClient } from "../../packages/sdk/src/index.ts";
import { cloneFolder } from "./folders.ts";
import { runCommand } from "./run-command.ts";
import type { StackState } from "./state.ts";

/** What `npm start` prints when the demo workspace is there. */
export type SignIn = { email: string; password: string };
type Where = { gatewayUrl: string; state: StackState; say: (line: string) => void };
/** How far an earlier start came: each step is done once. */
type Demo = SignIn & { step: "nothing" | "admin" | "done" };

const EMAIL = "demo@example.com";
const WORKSPACE = "Demo";
export const SAMPLES = [
  {
    name: "Skerry",
    folder: join(cloneFolder, "infra", "sample", "project"),
    description: "A small Unity game about a lighthouse island: SLATE's own sample.",
  },
  {
    name: "Mirror",
    folder: join(cloneFolder, "..", "shared", "data", "unity-sample"),
    description: "Data files of the Mirror networking library for Unity.",
  },
];

/**
 * Makes the demo workspace once: the first administrator by the same command an operator uses, projects and files through the public API,
 * by the same code that uploads a user's folder. The password is random and kept in the state folder.
 */
export async function seedDemo({ gatewayUrl, state, say }: Where): Promise<SignIn> {
  const file = join(state.logs, "..", "demo.json");
  const demo: Demo = existsSync(file)
    ? JSON.parse(readFileSync(file, "utf8"))
    : { email: EMAIL, password: makePassword(), step: "nothing" };
  const reach = (step: Demo["step"]) => writeFileSync(file, JSON.stringify({ ...demo, step }), { mode: 0o600 });
  if (demo.step === "done") return demo;
  if (demo.step === "nothing") {
    reach("nothing");
    await createAdmin(state, file, demo);
    reach("admin");
  }
  const client = await signIn(gatewayUrl, demo);
  const { data: workspaces } = await client.GET("/api/workspaces", {});
  const workspace = workspaces?.items.find(({ name }) => name === WORKSPACE);
  if (!workspace) throw new Error("The demo workspace is missing although its administrator exists.");
  for (const sample of SAMPLES) if (existsSync(sample.folder)) say(await seedProject(client, workspace.id, sample));
  reach("done");
  return demo;
}

const makePassword = () => `${Buffer.from(crypto.getRandomValues(new Uint8Array(9))).toString("base64url")}`;

async function createAdmin(state: StackState, demoFile: string, { email, password }: SignIn): Promise<void> {
  const passwordFile = `${demoFile}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const main = join(cloneFolder, "apps", "auth", "src", "create-admin.ts");
  const env = { ...state.services.auth, ADMIN_PASSWORD_FILE: passwordFile, LOG_LEVEL: "silent" };
  try {
    await runCommand([process.execPath, main, "--email", email, "--name", "Demo", "--workspace", WORKSPACE], {
      env,
      logFile: join(state.logs, "seed.log"),
    });
  } finally {
    await Bun.file(passwordFile).delete();
  }
}

async function signIn(gatewayUrl: string, { email, password }: SignIn): Promise<SlateClient> {
  const { data, error } = await createClient({ baseUrl: gatewayUrl }).POST("/api/auth/login", {
    body: { email, password, grant: "token" },
  });
  if (!data?.tokens) throw new Error(`The demo administrator could not sign in: ${JSON.stringify(error)}`);
  return createClient({ baseUrl: gatewayUrl, headers: { Authorization: `Bearer ${data.tokens.accessToken}` } });
}

async function seedProject(client: SlateClient, workspaceId: string, sample: (typeof SAMPLES)[number]): Promise<string> {
  const { name, description, folder } = sample;
  const created = await client.POST("/api/projects", {
    params: { header: { "Slate-Workspace": workspaceId, "Idempotency-Key": `seed-${name}` } },
    body: { name, description, metadata: {} },
  });
  if (!created.data) throw new Error(`The project ${name} could not be made: ${JSON.stringify(created.error)}`);
  const files = await readFolder(folder);
  const done = await importFolder(client, { workspaceId, projectId: created.data.id, files, message: `Import the ${name} sample` });
  return `  demo        ${name}: ${done.files.created} files`;
}

/** A folder as a browser hands it over. Read at once: Bun's Blob does not take files by reference. */
export async function readFolder(folder: string): Promise<FolderFile[]> {
  const paths = [...new Bun.Glob("**/*").scanSync({ cwd: folder, dot: true, onlyFiles: true })];
  return Promise.all(paths.map(async (path) => ({ path, content: new Blob([await Bun.file(join(folder, path)).bytes()]) })));
}
