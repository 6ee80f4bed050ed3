/**
 * Brings a database to the current schema. Runs as superuser straight against the primary, any number of times.
 * Environment: DATABASE_OWNER_URL, ROLE_PASSWORDS_FILE (JSON: role → password).
 */
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** Each service's request role, and the worker role of those that have background work. */
const LOGIN_ROLES = ["auth", "auth_worker", "projects", "projects_worker", "realtime"];

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
    // ALTER ROLE takes no parameters; the literal is quoted by the server.
    const [row] = await sql`select format('alter role %I password %L', ${role}::text, ${password}::text) as statement`;
    await sql.unsafe(row?.statement);
    // On the role, since a pooled connection keeps no setting of its own.
    for (const [setting, value] of Object.entries(limitsOf(role))) await sql.unsafe(`alter role ${role} set ${setting} = '${value}'`);
  }
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
}
