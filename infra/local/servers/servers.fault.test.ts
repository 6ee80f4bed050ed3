import { beforeAll, expect, test } from "bun:test";
import postgres from "postgres";
import { type Control, openControl } from "../control.ts";
import { expectStatus, pollUntil } from "../poll.ts";
import { signal } from "../process-table.ts";
import { readStack, type StackState } from "../state.ts";

let stack: StackState;
let control: Control;
beforeAll(() => {
  stack = readStack();
  control = openControl(stack.controlSocket);
});

async function kill(name: string): Promise<void> {
  const before = (await control.status()).find((status) => status.name === name);
  if (!before?.pid) throw new Error(`${name} does not run`);
  signal(before.pid, "SIGKILL");
  const isBack = async () => {
    const now = (await control.status()).find((status) => status.name === name);
    return now?.state === "ready" && now.pid !== before.pid;
  };
  await pollUntil(isBack, { timeoutMs: 20_000, what: name });
}

const once = async (url: string, query: string) => {
  const sql = postgres(url, { max: 1, connect_timeout: 2 });
  try {
    return await sql.unsafe(query);
  } finally {
    await sql.end({ timeout: 1 });
  }
};

test("a killed gateway is back on its port, although its workers outlive it", async () => {
  await kill("nginx");
  await expectStatus(`${stack.gatewayUrl}/metrics`, 404);
});

test("a killed primary recovers what it acknowledged, and the replica follows it again", async () => {
  await once(stack.databaseOwnerUrl, "create table if not exists crash_test (id text)");
  const id = crypto.randomUUID();
  await once(stack.databaseOwnerUrl, `insert into crash_test values ('${id}')`);
  await kill("postgres");
  const find = `select id from crash_test where id = '${id}'`;
  expect(await once(stack.databaseOwnerUrl, find)).toHaveLength(1);
  const onReplica = async () => (await once(stack.databaseReplicaOwnerUrl, find)).length === 1;
  await pollUntil(onReplica, { timeoutMs: 20_000, what: "The row on the replica" });
  const streams = async () =>
    (await once(stack.databaseOwnerUrl, "select from pg_stat_replication where state = 'streaming'")).length === 1;
  await pollUntil(streams, { timeoutMs: 20_000, what: "Streaming" });
  await once(stack.databaseOwnerUrl, "drop table crash_test");
});

test("each other server is back after it was killed", async () => {
  for (const name of ["replica", "pgbouncer", "redis", "nats", "registry"]) await kill(name);
});
