import { beforeAll, expect, test } from "bun:test";
import { createSign } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { Redis } from "ioredis";
import { connect, type NatsConnection } from "nats";
import postgres, { type Sql } from "postgres";
import { readStack, type StackState } from "../state.ts";

let stack: StackState;
beforeAll(() => {
  stack = readStack();
});

/** Runs on one connection to `url`, which is closed afterwards. */
async function on<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, prepare: false, connect_timeout: 5, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function asUser<T>(user: string, work: (connection: NatsConnection) => Promise<T>): Promise<T> {
  const connection = await connect({
    servers: stack.natsUrl,
    user,
    pass: stack.secrets.nats[user],
    inboxPrefix: `_INBOX.${user}`,
    timeout: 2000,
  });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

const pooled = (user: string, password: string, database = "slate") =>
  `postgres://${user}:${password}@127.0.0.1:${stack.ports.pgbouncer}/${database}`;

test("acknowledged rows are safe on disk: fsync, full pages, synchronous commit, checksums", async () => {
  const rows = await on(
    stack.databaseOwnerUrl,
    (sql) => sql<{ name: string; setting: string }[]>`
    select name, setting from pg_settings
    where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'password_encryption', 'wal_level') order by name`,
  );
  expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
    data_checksums: "on",
    fsync: "on",
    full_page_writes: "on",
    password_encryption: "scram-sha-256",
    synchronous_commit: "on",
    wal_level: "replica",
  });
});

test("the replica follows the primary through its slot and takes no writes", async () => {
  const lsn = await on(stack.databaseOwnerUrl, async (sql) => {
    const [slot] = await sql`select active from pg_replication_slots where slot_name = 'replica'`;
    expect(slot).toEqual({ active: true });
    const [row] = await sql<{ lsn: string }[]>`select pg_logical_emit_message(true, 'test', 'hello')::text as lsn`;
    return row?.lsn as string;
  });
  await on(stack.databaseReplicaOwnerUrl, async (sql) => {
    const reached = async () => (await sql<{ ok: boolean }[]>`select pg_last_wal_replay_lsn() >= ${lsn}::pg_lsn as ok`)[0]?.ok;
    const deadline = Date.now() + 5000;
    while (!(await reached())) if (Date.now() > deadline) throw new Error("The replica did not catch up.");
    expect(await sql`create table never (a int)`.catch((error) => error.code)).toBe("25006");
  });
});

test("every role of every service logs in through the pooler, to primary and replica", async () => {
  for (const [role, password] of Object.entries(stack.secrets.roles)) {
    for (const [database, inRecovery] of [
      ["slate", false],
      ["slate_replica", true],
    ] as const) {
      const [row] = await on(
        pooled(role, password, database),
        (sql) => sql`select pg_is_in_recovery() as "inRecovery", current_user::text as role`,
      );
      expect(row).toEqual({ inRecovery, role });
    }
  }
});

test("what a transaction set is gone from the connection that the next one gets", async () => {
  const workspace = await on(pooled("auth", stack.secrets.roles.auth as string), async (sql) => {
    await sql.begin((tx) => tx`select set_config('app.workspace', 'w', true)`);
    return (await sql`select coalesce(current_setting('app.workspace', true), '') as workspace`)[0];
  });
  expect(workspace).toEqual({ workspace: "" });
});

test("the pooler refuses wrong passwords, superusers and the replication role", async () => {
  for (const url of [
    pooled("auth", "wrong"),
    pooled("postgres", stack.secrets.postgres),
    pooled("replicator", stack.secrets.replicator),
    pooled("nobody", "x"),
  ]) {
    expect(await on(url, (sql) => sql`select 1`).catch((error: Error) => error.message)).toMatch(/authentication failed|no such user/);
  }
});

test("PostgreSQL, Redis, NATS and the registry let nobody in without a credential", async () => {
  const anonymous = `postgres://postgres@127.0.0.1:${stack.ports.postgres}/slate`;
  expect(await on(anonymous, (sql) => sql`select 1`).catch((error: Error) => error.message)).toBeString();
  const redis = new Redis(stack.ports.redis, "127.0.0.1", { lazyConnect: true, retryStrategy: () => null });
  redis.on("error", () => {});
  expect(await redis.get("x").catch((error: Error) => error.message)).toContain("NOAUTH");
  redis.disconnect();
  expect(await connect({ servers: stack.natsUrl, timeout: 2000 }).catch((error) => error.code)).toBe("AUTHORIZATION_VIOLATION");
  expect((await fetch(`${stack.registryUrl}/v2/`)).status).toBe(401);
});

test("the registry believes a token signed with the stack's key, and no other", async () => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const certificate = readFileSync(stack.registryTokenCertFile, "utf8").replaceAll(/-----[^-]+-----|\s/g, "");
  const now = Math.floor(Date.now() / 1000);
  const body = `${part({ alg: "RS256", typ: "JWT", x5c: [certificate] })}.${part({ iss: "slate", aud: "slate-registry", sub: "test", exp: now + 60, access: [] })}`;
  const signature = createSign("RSA-SHA256").update(body).sign(readFileSync(stack.registryTokenKeyFile), "base64url");
  const status = async (token: string) =>
    (await fetch(`${stack.registryUrl}/v2/`, { headers: { Authorization: `Bearer ${token}` } })).status;
  expect(await status(`${body}.${signature}`)).toBe(200);
  expect(await status(`${body}.${"A".repeat(signature.length)}`)).toBe(401);
});

test("the streams keep what they should: files, seven days, ten minutes of deduplication", async () => {
  const streams = await asUser("admin", async (connection) =>
    (await (await connection.jetstreamManager()).streams.list().next()).map(({ config }) => config),
  );
  expect(new Map(streams.map(({ name, subjects }) => [name, subjects]))).toEqual(
    new Map([
      ["SLATE", ["slate.>"]],
      ["SPARK", ["spark.>"]],
      ["DLQ", ["dlq.>"]],
    ]),
  );
  for (const { storage, duplicate_window } of streams) expect([storage, duplicate_window]).toEqual(["file", 600e9] as never);
  expect(streams.find(({ name }) => name === "SLATE")?.max_age).toBe(7 * 24 * 3600e9);
});

test("each NATS user may do what its service needs and nothing else", async () => {
  const refusal = (user: string, act: (connection: NatsConnection) => unknown) =>
    asUser(user, async (connection) => {
      const statuses = connection.status();
      act(connection);
      await connection.flush();
      for await (const status of statuses) if (status.type === "error") return String(status.permissionContext?.operation);
      return "none";
    });
  expect(await refusal("auth", (connection) => connection.publish("spark.x"))).toBe("publish");
  expect(await refusal("auth", (connection) => connection.subscribe("slate.>", { callback() {} }))).toBe("subscription");
  expect(await refusal("auth", (connection) => connection.subscribe("_INBOX.projects.>", { callback() {} }))).toBe("subscription");
  expect(await refusal("realtime", (connection) => connection.publish("slate.w.project.created"))).toBe("publish");
  expect(await refusal("projects", (connection) => connection.publish("$JS.API.STREAM.DELETE.SLATE"))).toBe("publish");
  const durable = `projects-test-${crypto.randomUUID()}`;
  const received = await asUser("projects", async (connection) => {
    const manager = await connection.jetstreamManager();
    await manager.consumers.add("SLATE", {
      durable_name: durable,
      ack_policy: "explicit" as never,
      filter_subject: `slate.${durable}.>`,
      deliver_policy: "all" as never,
    });
    await asUser("auth", async (auth) => {
      await auth.jetstream().publish(`slate.${durable}.project.created`, "hello", { msgID: durable });
    });
    const message = await (await connection.jetstream().consumers.get("SLATE", durable)).next({ expires: 5000 });
    message?.ack();
    return message?.string();
  });
  await asUser("admin", async (connection) => {
    await (await connection.jetstreamManager()).consumers.delete("SLATE", durable);
  });
  expect(received).toBe("hello");
});

test("nothing of the stack listens beyond this machine", () => {
  const ports = new Set(Object.values(stack.ports));
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of readFileSync(table, "utf8").trim().split("\n").slice(1)) {
      const [, local = "", , state] = line.trim().split(/\s+/);
      const [address, port = ""] = local.split(":");
      if (state === "0A" && ports.has(Number.parseInt(port, 16))) expect([port, address]).toEqual([port, "0100007F"]);
    }
  }
});

test("no other user can read secrets, configuration or logs", () => {
  const folder = dirname(stack.logs);
  for (const name of ["secrets.json", "role-passwords.json", "state.json", "registry-token.key", "logs"]) {
    expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
  }
  const servers = readFileSync(join(folder, "servers-folder"), "utf8").trim();
  for (const name of readdirSync(servers)) expect([name, statSync(join(servers, name)).mode & 0o077]).toEqual([name, 0]);
});
