/**
 * Makes the first administrator, once:
 * `bun src/create-admin.ts --email ADDRESS --name NAME --workspace NAME`, with the environment of the service and the password in
 * the file ADMIN_PASSWORD_FILE or on standard input. Refuses when there is any account. Prints what it made as one line of JSON.
 */
import { parseArgs } from "node:util";
import { CreateWorkspace, Register } from "@slate/schema/api";
import { users } from "@slate/schema/db";
import { transact } from "@slate/service";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { readConfig } from "./config.ts";
import { type Deps, openDeps } from "./deps.ts";
import { checkStrength } from "./passwords/check-strength.ts";
import { insertWorkspace } from "./workspaces/create.ts";

const Input = Register.pick({ email: true, password: true, name: true }).extend({ workspace: CreateWorkspace.shape.name });

const { values } = parseArgs({ options: { email: { type: "string" }, name: { type: "string" }, workspace: { type: "string" } } });
const file = process.env.ADMIN_PASSWORD_FILE;
const password = (await (file ? Bun.file(file) : Bun.stdin).text()).replace(/\r?\n$/, "");
const input = Input.safeParse({ ...values, password });
if (!input.success) fail(`Usage: create-admin --email ADDRESS --name NAME --workspace NAME\n${z.prettifyError(input.error)}`);

const deps = openDeps(readConfig(), null);
try {
  console.log(JSON.stringify(await createAdmin(deps, input.data)));
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
process.exit(0);

async function createAdmin(deps: Deps, { email, name, password, workspace }: z.infer<typeof Input>) {
  checkStrength(password, email);
  const passwordHash = await deps.passwords.hash(password);
  const [userId, workspaceId] = [Bun.randomUUIDv7(), Bun.randomUUIDv7()];
  const scope = { userId, workspaceId, author: { kind: "person" as const, id: userId, name } };
  return transact(deps, scope, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('auth'), hashtext('create_admin'))`);
    const [found] = await tx.execute<{ exists: boolean }>(sql`select app.any_user_exists() as exists`);
    if (found?.exists) throw new Error("There are accounts already; an administrator makes others administrators.");
    await tx.insert(users).values({ id: userId, email, name, passwordHash, roles: ["admin"] });
    const { slug } = await insertWorkspace(tx, workspaceId, userId, { name: workspace });
    tx.audit("user.create_admin", userId);
    return { userId, workspaceId, slug };
  });
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
