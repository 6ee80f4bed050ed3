import { existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyStreams } from "../nats/streams.ts";
import { serveControl } from "./control-server.ts";
import { findPrograms, type Program, serverPrograms } from "./debian-packages.ts";
import { cloneFolder, createFolders, removeState } from "./folders.ts";
import { holderOfLock, releaseLock, takeLock } from "./launcher-lock.ts";
import { pollUntil } from "./poll.ts";
import { endLeftovers } from "./recorded-processes.ts";
import { runCommand } from "./run-command.ts";
import { loadSecrets, makeRegistryKey, makeTlsCertificate, rolePasswordsFile } from "./secrets.ts";
import { nats } from "./servers/nats.ts";
import { nginx } from "./servers/nginx.ts";
import { pgbouncer } from "./servers/pgbouncer.ts";
import { initialiseDatabase, ownerUrl, postgresPrimary } from "./servers/postgres.ts";
import { installBinaries } from "./servers/postgres-binaries.ts";
import { checkStreaming, postgresReplica } from "./servers/postgres-replica.ts";
import { redis } from "./servers/redis.ts";
import { registry } from "./servers/registry.ts";
import { serviceEnvironments, serviceNames, serviceProcesses, servicesNotBuilt } from "./services.ts";
import { placeOf, type Stack, type StackOptions, type StackPlace } from "./stack.ts";
import { lockFileOf, type StackState, writeState } from "./state.ts";
import { describeTakenPort, Supervisor } from "./supervisor.ts";
import { buildWeb, watchWeb, webIsBuildable } from "./web.ts";

export type RunningStack = {
  state: StackState;
  /** Where `state` is written, for STATE_FILE. */
  stateFile: string;
  supervisor: Supervisor;
  /** Stops everything within ten seconds. */
  stop: () => Promise<void>;
};

export type LaunchOptions = {
  /** Programs needed beside the servers. */
  programs?: Program[];
  /** A service that does not start is reported and left out, so that one can work on it beside the rest. */
  tolerateServices?: boolean;
};

/**
 * Brings up a whole stack and waits until every part works. Aborting `signal` stops what is up already and throws.
 * Throws a sentence for people when a part does not come up; nothing is left running then.
 */
export async function launchStack(
  options: StackOptions & LaunchOptions,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<RunningStack> {
  const place = placeOf(options);
  createFolders(place.folders);
  const lockFile = lockFileOf(place.name);
  const holder = takeLock(lockFile);
  if (holder) throw new Error(`This stack is already running (process ${holder.pid}), at ${place.publicUrl}.`);
  const recordFile = join(place.folders.state, "processes.json");
  const supervisor = new Supervisor({ logs: place.folders.logs, recordFile, say });
  const controlSocket = controlSocketOf(place);
  let control: ReturnType<typeof serveControl> | undefined;
  const stop = async () => {
    await supervisor.stopAll();
    await control?.stop();
    rmSync(join(place.folders.state, "state.json"), { force: true });
    releaseLock(lockFile);
  };
  try {
    for (const name of await endLeftovers(recordFile, place.folders.servers))
      say(`Ended ${name}, left behind by a launcher that was killed.`);
    const logFile = join(place.folders.logs, "set-up.log");
    const programs = await findPrograms([...serverPrograms, ...(options.programs ?? [])], { logFile, say, signal });
    const stack = await prepare(place, options, logFile, signal);
    refuseTakenPorts(stack);
    control = serveControl(supervisor, controlSocket);
    signal.addEventListener("abort", () => supervisor.stopAll());
    await startAll(stack, supervisor, { programs, say, signal, tolerateServices: options.tolerateServices ?? false });
    const state = describe(stack, controlSocket, programs.chromium ?? null);
    return { state, stateFile: writeState(state), supervisor, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepare(place: StackPlace, options: StackOptions, logFile: string, signal: AbortSignal): Promise<Stack> {
  const secrets = loadSecrets(place.folders.state);
  const registryKey = await makeRegistryKey(place.folders.state, logFile, signal);
  let tls: Stack["tls"];
  if (options.public) {
    const { url, certificateFile, keyFile } = options.public;
    const given = certificateFile && keyFile ? { certificateFile, keyFile } : undefined;
    const pair = given ?? (await makeTlsCertificate(place.folders.state, url.hostname, logFile, signal));
    tls = { ...pair, port: Number(url.port || 443) };
  }
  return { ...place, secrets, registryKey, tls, watch: options.watch ?? false };
}

function refuseTakenPorts({ ports, tls }: Stack): void {
  const wanted: [string, number][] = [...Object.entries(ports), ...(tls ? [["gateway (TLS)", tls.port] as [string, number]] : [])];
  const taken = wanted.flatMap(([name, port]) => {
    const holder = describeTakenPort(port);
    return holder ? [`  ${name}: ${holder}`] : [];
  });
  if (taken.length > 0) {
    throw new Error(`Ports are taken:\n${taken.join("\n")}\nEnd what holds them, or move the whole stack: SLATE_PORT_BASE=7100 npm start`);
  }
}

type StartOptions = {
  programs: Record<Program, string>;
  say: (line: string) => void;
  signal: AbortSignal;
  tolerateServices: boolean;
};

async function startAll(stack: Stack, supervisor: Supervisor, { programs, say, signal, tolerateServices }: StartOptions): Promise<void> {
  const binaries = installBinaries(stack.folders.tools);
  const watched = stack.watch && webIsBuildable() ? [watchWeb(stack)] : [];
  const backing = [
    postgresPrimary(stack, binaries),
    postgresReplica(stack, binaries),
    pgbouncer(stack, programs.pgbouncer),
    redis(stack, programs["redis-server"]),
    nats(stack, programs["nats-server"]),
    registry(stack, programs["docker-registry"]),
  ];
  for (const spec of [...backing, ...serviceProcesses(stack), ...watched, nginx(stack, programs.nginx, serviceNames)]) supervisor.add(spec);

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

  const notBuilt = servicesNotBuilt();
  for (const name of notBuilt) say(`  ${name.padEnd(12)}not built yet`);
  const startService = (name: string) =>
    start(name).catch((error: Error) => {
      if (!tolerateServices || signal.aborted) throw error;
      say(`${error.message}\nGoing on without ${name}; start it with \`bun infra/local/control.ts start ${name}\`.`);
    });
  const services = serviceNames.filter((name) => !notBuilt.includes(name));
  await allOrFirstError([...services.map(startService), start("nginx")], () => supervisor.stopAll());
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
  if (!existsSync(main)) return "not built yet";
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
  if (!webIsBuildable()) return "not built yet";
  if (stack.watch) {
    await supervisor.start("web");
    return "watched";
  }
  return (await buildWeb(stack, signal)) ? "built" : "unchanged";
}

/** Unix socket paths hold 107 bytes; a deep clone gets one in the temporary folder instead. */
function controlSocketOf({ folders, ports }: StackPlace): string {
  const near = join(folders.state, "control.sock");
  return near.length <= 100 ? near : join(tmpdir(), `slate-${process.getuid?.()}-${ports.gateway}.sock`);
}

function describe(stack: Stack, controlSocket: string, chromium: string | null): StackState {
  const { ports, secrets, registryKey } = stack;
  return {
    name: stack.name,
    gatewayUrl: stack.gatewayUrl,
    publicUrl: stack.publicUrl,
    ports,
    secrets,
    databaseOwnerUrl: ownerUrl(stack),
    databaseReplicaOwnerUrl: ownerUrl({ ...stack, ports: { ...ports, postgres: ports.replica } }),
    redisUrl: `redis://:${secrets.redis}@127.0.0.1:${ports.redis}/0`,
    natsUrl: `nats://127.0.0.1:${ports.nats}`,
    registryUrl: `http://127.0.0.1:${ports.registry}`,
    registryTokenKeyFile: registryKey.keyFile,
    registryTokenCertFile: registryKey.certificateFile,
    services: serviceEnvironments(stack),
    controlSocket,
    logs: stack.folders.logs,
    chromium,
  };
}

/** Removes all state of a stack. Throws when it is running. */
export function resetStack(options: StackOptions): void {
  const holder = holderOfLock(lockFileOf(options.name));
  if (holder) throw new Error(`This stack is running (process ${holder.pid}); stop it before you reset it.`);
  removeState(placeOf(options).folders);
}
