import { join } from "node:path";
import { applyStreams } from "../nats/streams.ts";
import type { Program } from "./debian-packages.ts";
import { cloneFolder } from "./folders.ts";
import { pollUntil } from "./poll.ts";
import { registryCollector } from "./registry-collector.ts";
import { runCommand } from "./run-command.ts";
import { rolePasswordsFile } from "./secrets.ts";
import { nats } from "./servers/nats.ts";
import { nginx } from "./servers/nginx.ts";
import { pgbouncer } from "./servers/pgbouncer.ts";
import { initialiseDatabase, ownerUrl, postgresPrimary } from "./servers/postgres.ts";
import { installBinaries } from "./servers/postgres-binaries.ts";
import { checkStreaming, postgresReplica } from "./servers/postgres-replica.ts";
import { redis } from "./servers/redis.ts";
import { registry } from "./servers/registry.ts";
import { serviceNames, serviceProcesses } from "./services.ts";
import type { Stack } from "./stack.ts";
import type { Supervisor } from "./supervisor.ts";
import { buildWeb, watchWeb } from "./web.ts";

export type StartOptions = {
  programs: Record<Program, string>;
  say: (line: string) => void;
  signal: AbortSignal;
  tolerateServices: boolean;
};

/**
 * Starts every part of a stack, as much at once as can be, and waits until all work. Throws after the first failure; whoever called then stops
 * the supervisor.
 */
export async function startAll(
  stack: Stack,
  supervisor: Supervisor,
  { programs, say, signal, tolerateServices }: StartOptions,
): Promise<void> {
  const binaries = installBinaries(stack.folders.tools);
  const watched = stack.watch ? [watchWeb(stack)] : [];
  const backing = [
    postgresPrimary(stack, binaries),
    postgresReplica(stack, binaries),
    pgbouncer(stack, programs.pgbouncer),
    redis(stack, programs["redis-server"]),
    nats(stack, programs["nats-server"]),
    registry(stack, programs["docker-registry"]),
  ];
  // Tests and benchmarks collect when they mean to: the fence would stand in the way of the others.
  const collector = stack.name === "start" ? [registryCollector(stack)] : [];
  for (const spec of [...backing, ...serviceProcesses(stack), ...collector, ...watched, nginx(stack, programs.nginx, serviceNames)])
    supervisor.add(spec);

  const step = async (name: string, work: () => Promise<unknown>) => {
    const began = performance.now();
    const note = await work();
    signal.throwIfAborted();
    say(`  ${name.padEnd(12)}${typeof note === "string" ? note : "ready"}  ${((performance.now() - began) / 1000).toFixed(1)} s`);
  };
  const start = (name: string) => step(name, () => supervisor.start(name));

  const database = start("postgres").then(async () => {
    await initialiseDatabase(stack);
    await Promise.all([
      step("migrations", () => migrate(stack, signal)),
      start("replica").then(() => step("replication", () => waitForStreaming(stack))),
    ]);
  });
  const streams = start("nats").then(() => step("streams", () => createStreams(stack)));
  const web = step("web app", () => provideWeb(stack, supervisor, signal));
  await allOrFirstError([database.then(() => start("pgbouncer")), streams, start("redis"), start("registry"), web], () =>
    supervisor.stopAll(),
  );

  const startService = (name: string) =>
    start(name).catch((error: Error) => {
      if (!tolerateServices || signal.aborted) throw error;
      say(`${error.message}\nGoing on without ${name}; start it with \`bun infra/local/control.ts start ${name}\`.`);
    });
  const last = [...collector.map(({ name }) => name), "nginx"];
  await allOrFirstError([...serviceNames.map(startService), ...last.map(start)], () => supervisor.stopAll());
}

/** Like Promise.all, but leaves nothing under way: after the first error `cancel` runs and the rest is waited for. */
async function allOrFirstError(work: Promise<unknown>[], cancel: () => Promise<void>): Promise<void> {
  try {
    await Promise.all(work);
  } catch (error) {
    await cancel();
    await Promise.allSettled(work);
    throw error;
  }
}

async function migrate(stack: Stack, signal: AbortSignal): Promise<string> {
  const main = join(cloneFolder, "packages", "schema", "src", "db", "migrate.ts");
  const env = { DATABASE_OWNER_URL: ownerUrl(stack), ROLE_PASSWORDS_FILE: rolePasswordsFile(stack.folders.state) };
  await runCommand([process.execPath, main], { env, logFile: join(stack.folders.logs, "migrations.log"), signal });
  return "applied";
}

async function waitForStreaming(stack: Stack): Promise<string> {
  await pollUntil(() => checkStreaming(stack), { timeoutMs: 30_000, what: "The replica" });
  return "streaming";
}

async function createStreams({ ports, secrets }: Stack): Promise<string> {
  await applyStreams({ url: `nats://127.0.0.1:${ports.nats}`, user: "admin", password: secrets.nats.admin as string });
  return "created";
}

async function provideWeb(stack: Stack, supervisor: Supervisor, signal: AbortSignal): Promise<string> {
  if (stack.watch) {
    await supervisor.start("web");
    return "watched";
  }
  return (await buildWeb(stack, signal)) ? "built" : "unchanged";
}
