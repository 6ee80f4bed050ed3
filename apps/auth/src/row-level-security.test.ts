import { afterAll, expect, test } from "bun:test";
import { closeSql, sqlAs, sqlAsOwner, testWorkspace } from "../../../infra/testing/index.ts";

afterAll(closeSql);

const ROLES = ["assets", "assets_worker", "auth", "auth_worker", "projects", "projects_worker", "realtime"];

test("every table that carries a workspace forces row level security and has policies", async () => {
  const tables = await sqlAsOwner()`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced, exists (select from pg_policy p where p.polrelid = c.oid) as has_policies,
      pg_get_userbyid(c.relowner) as owner
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`;
  expect(tables.length).toBeGreaterThan(10);
  for (const table of tables) expect({ ...table }).toEqual({ name: table.name, forced: true, has_policies: true, owner: "slate_owner" });
});

test("so does every table of people, sessions and secrets", async () => {
  const tables = await sqlAsOwner()`
    select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not (relrowsecurity and relforcerowsecurity)`;
  expect(tables.map(({ relname }) => relname)).toEqual([]);
});

test("no service's role owns a table, bypasses policies or is a superuser", async () => {
  const roles = await sqlAsOwner()`
    select rolname, rolsuper, rolbypassrls, rolcreaterole, exists (select from pg_class c where c.relowner = r.oid) as owns
    from pg_roles r where rolname = any (${ROLES})`;
  expect(roles.map((role) => ({ ...role })).toSorted((a, b) => (a.rolname < b.rolname ? -1 : 1))).toEqual(
    ROLES.map((rolname) => ({ rolname, rolsuper: false, rolbypassrls: false, rolcreaterole: false, owns: false })),
  );
});

test("role auth sees no row of anybody without a workspace and a person, and no error", async () => {
  await testWorkspace();
  const sql = sqlAs("auth");
  for (const table of [
    "users",
    "sessions",
    "refresh_tokens",
    "user_settings",
    "workspaces",
    "members",
    "invitations",
    "api_keys",
    "audit_log",
  ]) {
    const [row] = await sql`select count(*)::int as n from ${sql(table)}`;
    expect([table, row?.n]).toEqual([table, 0]);
  }
});

test("with one workspace named, only its rows are there, and only into it can be written", async () => {
  const [here, there] = await Promise.all([testWorkspace(), testWorkspace()]);
  const sql = sqlAs("auth");
  const inHere = <T>(work: (tx: typeof sql) => Promise<T>) =>
    sql.begin(async (tx) => {
      await tx`select set_config('app.workspace', ${here.id}, true)`;
      return work(tx as unknown as typeof sql);
    });
  for (const table of ["members", "invitations", "api_keys", "audit_log"]) {
    const rows = await inHere((tx) => tx`select distinct workspace_id from ${tx(table)}`);
    for (const row of rows) expect(row.workspace_id).toBe(here.id);
  }
  const changed = await inHere((tx) => tx`update members set role = 'owner' where workspace_id = ${there.id} returning 1`);
  expect(changed).toHaveLength(0);
  const intrude = inHere((tx) =>
    tx`insert into members (workspace_id, user_id, role) values (${there.id}, ${here.owner.userId}, 'owner')`.then(() => {}),
  );
  await expect(intrude).rejects.toThrow(/row-level security/);
  // The setting ends with its transaction, also on the pooled connection that the next one gets.
  const [after] = await sql`select count(*)::int as n from members`;
  expect(after?.n).toBe(0);
});

test("two workspaces interleaved through the pooler, some transactions aborted, never see each other's rows", async () => {
  const [one, two] = await Promise.all([testWorkspace(), testWorkspace()]);
  const sql = sqlAs("auth");
  const look = (id: string, abort: boolean) =>
    sql
      .begin(async (tx) => {
        await tx`select set_config('app.workspace', ${id}, true)`;
        const rows = await tx`select workspace_id from members`;
        expect(rows).toHaveLength(4);
        for (const row of rows) expect(row.workspace_id).toBe(id);
        if (abort) throw new Error("aborted on purpose");
      })
      .catch((error: Error) => {
        if (error.message !== "aborted on purpose") throw error;
      });
  await Promise.all(Array.from({ length: 400 }, (_, i) => look(i % 2 ? one.id : two.id, i % 7 === 0)));
});

test("look-ups before the caller is known pin their search path and are not open to everybody", async () => {
  const functions = await sqlAsOwner()`
    select p.proname, p.proconfig, has_function_privilege('public', p.oid, 'execute') as open
    from pg_proc p where p.prosecdef and p.pronamespace = 'app'::regnamespace`;
  expect(functions.length).toBeGreaterThan(5);
  for (const f of functions) expect([f.proname, f.proconfig, f.open]).toEqual([f.proname, ["search_path=pg_catalog, public"], false]);
});
