import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveControl } from "./control-server.ts";
import { findPrograms, type Program, serverPrograms } from "./debian-packages.ts";
import { createFolders, removeState } from "./folders.ts";
import { holderOfLock, releaseLock, takeLock } from "./launcher-lock.ts";
import { setLogsAside } from "./log-files.ts";
import { endLeftovers } from "./recorded-processes.ts";
import { loadSecrets, makeRegistryKey, makeTlsCertificate } from "./secrets.ts";
import { ownerUrl } from "./servers/postgres.ts";
import { serviceEnvironments } from "./services.ts";
import { placeOf, type Stack, type StackOptions, type StackPlace } from "./stack.ts";
import { startAll } from "./start-all.ts";
import { lockFileOf, type StackState, writeState } from "./state.ts";
import { describeTakenPort, Supervisor } from "./supervisor.ts";

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
    setLogsAside(place.folders.logs);
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
  return {
    ...place,
    secrets,
    registryKey,
    tls,
    watch: options.watch ?? false,
    serviceSettings: options.serviceSettings ?? {},
    gatewayExtras: options.gatewayExtras,
  };
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
