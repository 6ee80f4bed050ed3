import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SignIn } from "@slate/schema/api";
import { closeSql, PASSWORD } from "../../../infra/testing/index.ts";
import { createApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { type Deps, openDeps } from "./deps.ts";
import { openScratchDatabase } from "./testing/scratch-database.ts";
import { updateUser } from "./users/update.ts";

let database: Awaited<ReturnType<typeof openScratchDatabase>>;
let deps: Deps;
beforeAll(async () => {
  database = await openScratchDatabase();
  deps = openDeps(readConfig(database.env), null);
}, 30_000);
afterAll(async () => {
  await deps.close();
  await database.close();
  await closeSql();
});

const email = "root@example.com";
const words = ["--email", email, "--name", "Root", "--workspace", "Home"];
async function createAdmin(args: string[], { stdin = "", env = {} }: { stdin?: string; env?: Record<string, string> }) {
  const command = [process.execPath, join(import.meta.dir, "create-admin.ts"), ...args];
  const child = Bun.spawn(command, { env: { ...database.env, ...env }, stdin: Buffer.from(stdin), stdout: "pipe", stderr: "pipe" });
  const [out, error] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  return { code: await child.exited, out, error };
}

const ask = async (method: string, path: string, body: unknown, headers: Record<string, string> = {}) => {
  const answer = await createApp(deps).request(path, {
    method,
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as { error?: { code: string } } };
};

test("an empty installation has no account until the one-time command makes an administrator with a workspace", async () => {
  expect((await ask("POST", "/api/auth/login", { email, password: PASSWORD })).body.error?.code).toBe("auth.invalid_credentials");
  expect((await createAdmin(words, { stdin: "password1\n" })).error).toContain("common");
  expect((await createAdmin(["--email", "nobody"], { stdin: PASSWORD })).error).toContain("Usage");

  const folder = mkdtempSync(join(tmpdir(), "slate-admin-"));
  writeFileSync(join(folder, "password"), `${PASSWORD}\n`);
  const made = await createAdmin(words, { env: { ADMIN_PASSWORD_FILE: join(folder, "password") } });
  rmSync(folder, { recursive: true });
  expect(made.code).toBe(0);
  const { userId, workspaceId } = JSON.parse(made.out);
  expect(made.out).not.toContain(PASSWORD);

  const login = await ask("POST", "/api/auth/login", { email, password: PASSWORD, grant: "token" });
  const { profile } = SignIn.parse(login.body);
  expect(profile).toMatchObject({ id: userId, roles: ["admin"], memberships: [{ workspaceId, role: "owner", slug: "home" }] });

  const again = await createAdmin(["--email", "second@example.com", "--name", "Two", "--workspace", "Two"], { stdin: PASSWORD });
  expect(again.code).toBe(1);
  expect(again.error).toContain("There are accounts already");
}, 30_000);

test("the only administrator can neither step down nor be disabled", async () => {
  const { profile } = SignIn.parse((await ask("POST", "/api/auth/login", { email, password: PASSWORD, grant: "token" })).body);

  const scope = { userId: profile.id, workspaceId: null, author: { kind: "person" as const, id: profile.id, name: profile.name } };
  for (const change of [{ roles: [] }, { disabled: true }])
    await expect(updateUser(deps, scope, profile.id, change)).rejects.toMatchObject({ definition: { code: "user.last_admin" } });
});
