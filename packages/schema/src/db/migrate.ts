/**
 * Brings a database to the current schema. Runs as superuser straight against the primary, any number of times.
 * Environment: DATABASE_OWNER_URL, ROLE_PASSWORDS_FILE (JSON: role → password).
 */
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** Each service's request role, and the worker role of those that have background work. */
const LOGIN_ROLES = ["auth", "auth_worker", "projects", "projects_worker", "assets", "assets_worker", "realtime"];

/** No statement, lock or idle transaction of a service lasts longer (security M1). Background work gets more. */
const limitsOf = (role: string) => ({
  statement_timeout: role.endsWith("_worker") ? "30s" : "5s",
  lock_timeout: "3s",
  idle_in_transaction_session_timeout: "30s",
});

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

const passwords: Record<string, string> = await Bun.file(required("ROLE_PASSWORDS_FILE")).json();
const sql = postgres(required("DATABASE_OWNER_URL"), { max: 1, onnotice: () => {} });
try {
  await makeRoles();
  await migrate(drizzle(sql), { migrationsFolder: `${import.meta.dir}/migrations` });
  await handOver();
} finally {
  await sql.end();
}

async function makeRoles() {
  await ensureRole("slate_owner", "NOLOGIN");
  await ensureRole("slate_definer", "NOLOGIN BYPASSRLS");
  for (const role of LOGIN_ROLES) {
    const password = passwords[role];
    if (!password) throw new Error(`ROLE_PASSWORDS_FILE has no password for ${role}`);
    await ensureRole(role, "LOGIN NOINHERIT");
    await ensurePassword(role, password);
    // On the role, since a pooled connection keeps no setting of its own.
    for (const [setting, value] of Object.entries(limitsOf(role))) await sql.unsafe(`alter role ${role} set ${setting} = '${value}'`);
  }
}

/** Leaves a password that is right as it is: a new salt would lock out the pooler, which logs in with what it learned of the old one. */
async function ensurePassword(role: string, password: string) {
  const [stored] = await sql`select rolpassword from pg_authid where rolname = ${role}`;
  if (matchesScram(password, stored?.rolpassword)) return;
  // ALTER ROLE takes no parameters; the literal is quoted by the server.
  const [row] = await sql`select format('alter role %I password %L', ${role}::text, ${password}::text) as statement`;
  await sql.unsafe(row?.statement);
}

/** Whether `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>` (RFC 5803) was made of this password. */
function matchesScram(password: string, stored: string | null): boolean {
  const [, iterations, salt, storedKey] = /^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):/.exec(stored ?? "") ?? [];
  if (!iterations || !salt) return false;
  const salted = pbkdf2Sync(password, Buffer.from(salt, "base64"), Number(iterations), 32, "sha256");
  const clientKey = createHmac("sha256", salted).update("Client Key").digest();
  return createHash("sha256").update(clientKey).digest("base64") === storedKey;
}

async function ensureRole(role: string, attributes: string) {
  const [found] = await sql`select 1 from pg_roles where rolname = ${role}`;
  await sql.unsafe(`${found ? "alter" : "create"} role ${role} with nosuperuser nocreatedb nocreaterole ${attributes}`);
}

/** Tables belong to a role that nobody logs in as. */
async function handOver() {
  const tables = await sql`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public'`;
  for (const table of tables) await sql.unsafe(`alter table ${table.name} owner to slate_owner`);
  await sql.unsafe("revoke create on schema public from public");
  const [database] = await sql`select quote_ident(current_database()) as name`;
  await sql.unsafe(`revoke temporary on database ${database?.name} from public`);
}
