import { afterAll, expect, test } from "bun:test";
import { slateProjects } from "@slate/schema/db";
import { sql } from "drizzle-orm";
import { eventually, testStack, testWorkspace } from "../../../infra/testing/index.ts";
import { createCache } from "./cache.ts";
import { openDatabase } from "./db.ts";
import { createLog } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { connectRedis } from "./redis.ts";
import { read, type Scope, type TransactDeps, transact } from "./transact.ts";

const { services, redisUrl } = testStack();
const env = services.projects as Record<string, string>;
const redis = connectRedis({ url: redisUrl, timeoutMs: 1000, log: createLog("test", "silent") });
const metrics = createMetrics("test");
/** One connection, so that every transaction follows another tenant's on the same server session. */
const db = openDatabase({
  url: env.DATABASE_URL as string,
  replicaUrl: env.DATABASE_REPLICA_URL as string,
  workerUrl: null,
  prepare: false,
  pools: { primary: 1, replica: 1, worker: 1 },
  poolWaitMs: 60_000,
  name: "projects",
});
const deps: TransactDeps = {
  service: "projects",
  db,
  cache: createCache({ redis, ttlSeconds: 60, metrics }),
  metrics,
  nudgeRelay: () => {},
};
afterAll(async () => {
  redis.disconnect();
  await db.close();
});

const scopeOf = (workspaceId: string, userId: string): Scope => ({
  workspaceId,
  userId,
  author: { kind: "person", id: userId, name: "Test" },
});
const insert = (scope: Scope, name: string, tag?: string) =>
  transact(deps, scope, async (tx) => {
    await tx.insert(slateProjects).values({ workspaceId: scope.workspaceId as string, userId: scope.userId as string, name });
    if (tag) tx.touch(tag);
  });

test("on one shared connection, with aborts between, no tenant ever sees a row of the other: 0 of 10,000", async () => {
  const spaces = await Promise.all([testWorkspace(), testWorkspace()]);
  const scopes = spaces.map(({ id, owner }) => scopeOf(id, owner.userId));
  const rowsEach = 20;
  for (const scope of scopes) for (let i = 0; i < rowsEach; i++) await insert(scope, `Row ${i}`);

  let seen = 0;
  const look = async (i: number) => {
    const scope = scopes[i % 2] as Scope;
    const abort = i % 5 === 0;
    await transact(deps, scope, async (tx) => {
      const rows = await tx.select({ workspaceId: slateProjects.workspaceId }).from(slateProjects);
      seen += rows.length;
      expect(rows).toHaveLength(rowsEach);
      for (const row of rows) expect(row.workspaceId).toBe(scope.workspaceId as string);
      if (abort) await tx.execute(sql`select 1 / 0`);
    }).catch((error) => {
      if (!abort) throw error;
    });
  };
  for (let i = 0; i < 10_000 / rowsEach; i += 20) await Promise.all(Array.from({ length: 20 }, (_, k) => look(i + k)));
  expect(seen).toBe(10_000);

  const unscoped = await db.primary.sql`select count(*)::int as count from slate_projects`;
  expect(unscoped[0]?.count).toBe(0);
});

test("a tenant cannot write a row into another's workspace", async () => {
  const [mine, theirs] = await Promise.all([testWorkspace(), testWorkspace()]);
  const scope = scopeOf(mine.id, mine.owner.userId);
  const foreign = transact(deps, scope, (tx) =>
    tx.insert(slateProjects).values({ workspaceId: theirs.id, userId: mine.owner.userId, name: "Planted" }),
  );
  expect(
    await foreign.then(
      () => "written",
      (error) => String(error.cause),
    ),
  ).toContain("row-level security");
});

test("a read right after a write sees it, and reads do go to the replica", async () => {
  const { id, owner } = await testWorkspace();
  const scope = scopeOf(id, owner.userId);
  const tag = `test:${id}`;
  for (let i = 1; i <= 50; i++) {
    await insert(scope, `Project ${i}`, tag);
    const count = await read(deps, scope, { tags: [tag] }, async (q) => (await q.select().from(slateProjects)).length);
    expect(count).toBe(i);
  }
  const fromReplica = async () => (await metrics.read.get()).values.find(({ labels }) => labels.server === "replica")?.value ?? 0;
  const before = await fromReplica();
  for (let i = 0; i < 20; i++) await read(deps, scope, { tags: [tag] }, (q) => q.select().from(slateProjects));
  expect(await fromReplica()).toBeGreaterThan(before);
});

test("a replica that cancels a reader, because what it replays is in the way, costs that reader nothing", async () => {
  const { id, owner } = await testWorkspace();
  const scope = scopeOf(id, owner.userId);
  const tag = `test:${id}`;
  await insert(scope, "Written, so that the replica may be asked", tag);
  const asked: boolean[] = [];
  await eventually(async () => {
    asked.length = 0;
    await read(deps, scope, { tags: [tag] }, async (queries) => {
      const [row] = await queries.execute<{ replica: boolean }>(sql`select pg_is_in_recovery() as replica`);
      asked.push(row?.replica === true);
      await queries.execute(sql`do $$ begin if pg_is_in_recovery() then raise exception using errcode = '40001'; end if; end $$`);
    });
    expect(asked).toEqual([true, false]); // the replica has caught up and been asked, and the primary after it
  });
});

test("an event, an audit entry and a renewed tag become real with the commit or not at all", async () => {
  const { id, owner } = await testWorkspace();
  const scope = scopeOf(id, owner.userId);
  const tag = `test:${id}`;
  await insert(scope, "First", tag);
  const position = await deps.cache.freshness([tag]);
  const failed = transact(deps, scope, async (tx) => {
    tx.emit("project.created", { name: "Ghost" }, { projectId: crypto.randomUUID() });
    tx.audit("project.create", "ghost");
    tx.touch(tag);
    await tx.execute(sql`select 1 / 0`);
  });
  expect(
    await failed.then(
      () => "committed",
      () => "failed",
    ),
  ).toBe("failed");
  expect(await deps.cache.freshness([tag])).toEqual(position);
  const { body } = await owner.get("/api/audit").expect(200);
  expect(JSON.stringify(body)).not.toContain("ghost");
});

test("a write whose audit entry cannot be stored does not happen, and its writer is told", async () => {
  const { id, owner } = await testWorkspace();
  const scope = scopeOf(id, owner.userId);
  const name = crypto.randomUUID();
  const writing = transact(deps, scope, async (tx) => {
    await tx.insert(slateProjects).values({ workspaceId: id, userId: owner.userId, name });
    tx.audit("project.create", null, { unstorable: "\u0000" });
    return "written";
  });
  await expect(writing).rejects.toThrow();
  const rows = await transact(deps, scope, (tx) => tx.select().from(slateProjects).where(sql`name = ${name}`));
  expect(rows).toEqual([]);
});
