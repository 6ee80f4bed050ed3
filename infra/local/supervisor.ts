import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { dropTo, type ServerUser } from "./folders.ts";
import { tailOf } from "./log-files.ts";
import { pollUntil } from "./poll.ts";
import { groupOf, holderOf, identify, type ProcessIdentity, signal } from "./process-table.ts";
import { recordProcesses } from "./recorded-processes.ts";

/** One program to keep running. */
export type ProcessSpec = {
  name: string;
  command: string[];
  /** Names of processes that are stopped only after this one. */
  after?: string[];
  cwd: string;
  env?: Record<string, string>;
  /** Runs as this user; absent: as ourselves. */
  user?: ServerUser;
  /** May listen on ports below 1024 although it is not root. */
  lowPorts?: boolean;
  /** Must be free before it starts. */
  ports: number[];
  /** Runs before every start: configuration, first-time set-up. */
  prepare?: (signal: AbortSignal) => Promise<void>;
  /** Throws while the process is not ready to work. */
  check: () => Promise<unknown>;
  readyTimeoutMs?: number;
  stopSignal?: NodeJS.Signals;
  /** How long a stop may take before the process is killed. */
  graceMs?: number;
};

export type ProcessState = "stopped" | "starting" | "ready" | "restarting" | "stopping";
export type ProcessStatus = { name: string; state: ProcessState; pid: number | null; ports: number[]; restarts: number };

/** A process that could not be started; the message says which, why, and shows the end of its log. */
export class ProcessFailed extends Error {}

const BACKOFF_MS = { first: 500, limit: 30_000, forgottenAfter: 60_000 };
const READY_TIMEOUT_MS = 60_000;
const GRACE_MS = 5_000;
const STOP_ALL_LIMIT_MS = 9_000;
const PASSED_ON = ["PATH", "HOME", "LANG", "TZ", "TMPDIR", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"];

type Managed = {
  spec: ProcessSpec;
  state: ProcessState;
  /** Whether it should be running; false once somebody asked for a stop. */
  wanted: boolean;
  child?: { identity: ProcessIdentity; exited: Promise<string> };
  readyAtMs: number;
  backoffMs: number;
  restarts: number;
  /** Ends a start or a wait for the next try. */
  abort: AbortController;
  /** Starts and stops of one process follow each other. */
  queue: Promise<unknown>;
};

/**
 * Starts programs, waits until they work, restarts those that die, and stops them in reverse order.
 * Each runs in a process group of its own and gets its stop signal when the launcher dies.
 */
export class Supervisor {
  readonly #processes = new Map<string, Managed>();
  readonly #options: { logs: string; recordFile: string; say: (line: string) => void };

  constructor(options: { logs: string; recordFile: string; say: (line: string) => void }) {
    this.#options = options;
  }

  add(spec: ProcessSpec): void {
    const idle = { state: "stopped", wanted: false, readyAtMs: 0, backoffMs: BACKOFF_MS.first, restarts: 0 } as const;
    this.#processes.set(spec.name, { ...idle, spec, abort: new AbortController(), queue: Promise.resolve() });
  }

  status(): ProcessStatus[] {
    return [...this.#processes.values()].map(({ spec, state, child, restarts }) => ({
      name: spec.name,
      state,
      pid: child?.identity.pid ?? null,
      ports: spec.ports,
      restarts,
    }));
  }

  logFileOf = (name: string): string => join(this.#options.logs, `${name}.log`);

  /** Starts a process and waits until it is ready; nothing to do when it already is. Throws ProcessFailed. */
  start(name: string): Promise<void> {
    const process = this.#get(name);
    return this.#enqueue(process, async () => {
      if (process.state === "ready") return;
      process.wanted = true;
      process.abort = new AbortController();
      process.state = "starting";
      try {
        await this.#launch(process);
      } catch (error) {
        process.wanted = false;
        process.state = "stopped";
        throw error;
      }
    });
  }

  /** Stops a process for good, also one that is starting or waiting to be restarted. */
  stop(name: string): Promise<void> {
    const process = this.#get(name);
    process.wanted = false;
    process.abort.abort(new Error(`${name} was asked to stop`));
    return this.#enqueue(process, async () => {
      await this.#end(process, process.spec.graceMs ?? GRACE_MS);
      process.state = "stopped";
    });
  }

  async restart(name: string): Promise<void> {
    await this.stop(name);
    await this.start(name);
  }

  /** Stops everything, each process after those that need it, within ten seconds. */
  async stopAll(): Promise<void> {
    const stopped = new Map<string, Promise<void>>();
    const stopAfterDependents = (process: Managed): Promise<void> => {
      const name = process.spec.name;
      const known = stopped.get(name);
      if (known) return known;
      process.wanted = false;
      process.abort.abort(new Error("the stack is stopping"));
      const dependents = [...this.#processes.values()].filter((other) => other.spec.after?.includes(name));
      const done = Promise.all(dependents.map(stopAfterDependents)).then(() => this.stop(name));
      stopped.set(name, done);
      return done;
    };
    const all = Promise.all([...this.#processes.values()].map(stopAfterDependents));
    const timer = setTimeout(() => {
      for (const { child } of this.#processes.values()) if (child) signal(-child.identity.pid, "SIGKILL");
    }, STOP_ALL_LIMIT_MS);
    await all;
    clearTimeout(timer);
  }

  #get(name: string): Managed {
    const process = this.#processes.get(name);
    if (!process) throw new Error(`There is no process "${name}"; there are ${[...this.#processes.keys()].join(", ")}.`);
    return process;
  }

  #enqueue<T>(process: Managed, action: () => Promise<T>): Promise<T> {
    const result = process.queue.then(action);
    process.queue = result.catch(() => {});
    return result;
  }

  async #launch(process: Managed): Promise<void> {
    const { spec, abort } = process;
    let exit: string | undefined;
    try {
      await spec.prepare?.(abort.signal);
      refuseTakenPorts(spec);
      const child = this.#spawn(process);
      child.exited.then((how) => {
        exit = how;
        if (process.state === "starting") abort.abort(new Error(how));
      });
      const timeoutMs = spec.readyTimeoutMs ?? READY_TIMEOUT_MS;
      await pollUntil(spec.check, { timeoutMs, signal: abort.signal, what: spec.name });
      if (exit) throw new Error(exit); // what answered was somebody else
    } catch (error) {
      const hasRun = process.child !== undefined || exit !== undefined;
      const why = exit ?? (error instanceof Error ? error.message : String(error));
      await this.#end(process, 1_000);
      throw new ProcessFailed(
        `${spec.name} did not start: ${why.replace(/\.$/, "")}.${hasRun ? `\n${tailOf(this.logFileOf(spec.name))}` : ""}`,
      );
    }
    process.state = "ready";
    process.readyAtMs = performance.now();
  }

  #spawn(process: Managed): NonNullable<Managed["child"]> {
    const { spec } = process;
    const log = openSync(this.logFileOf(spec.name), "a", 0o600);
    const lowPorts = spec.lowPorts && spec.user ? ["--inh-caps=+net_bind_service", "--ambient-caps=+net_bind_service"] : [];
    const words = ["--pdeathsig", spec.stopSignal ?? "SIGTERM", ...dropTo(spec.user), ...lowPorts];
    const child = Bun.spawn(["setpriv", ...words, "--", ...spec.command], {
      cwd: spec.cwd,
      env: { ...Object.fromEntries(PASSED_ON.flatMap((name) => (Bun.env[name] ? [[name, Bun.env[name]]] : []))), ...spec.env },
      stdin: "ignore",
      stdout: log,
      stderr: log,
      detached: true,
    });
    closeSync(log);
    const identity = identify(child.pid) ?? { pid: child.pid, startedAtTicks: "gone" };
    const exited = child.exited.then(async (code) => {
      await endGroup(child.pid);
      if (process.child?.identity === identity) delete process.child;
      this.#record();
      const how = child.signalCode ? `it was ended by ${child.signalCode}` : `it exited with code ${code}`;
      if (process.wanted && process.state === "ready") this.#restartLater(process, how);
      return how;
    });
    process.child = { identity, exited };
    this.#record();
    return process.child;
  }

  #restartLater(process: Managed, how: string): void {
    const { spec } = process;
    process.state = "restarting";
    if (performance.now() - process.readyAtMs > BACKOFF_MS.forgottenAfter) process.backoffMs = BACKOFF_MS.first;
    this.#options.say(
      `${spec.name} stopped by itself: ${how}. Restarting in ${process.backoffMs / 1000} s.\n${tailOf(this.logFileOf(spec.name), 8)}`,
    );
    this.#enqueue(process, async () => {
      while (process.wanted && process.state !== "ready") {
        process.abort = new AbortController();
        await sleepUnless(process.abort.signal, process.backoffMs);
        if (!process.wanted) return;
        process.backoffMs = Math.min(process.backoffMs * 2, BACKOFF_MS.limit);
        process.restarts += 1;
        process.state = "starting";
        try {
          await this.#launch(process);
          this.#options.say(`${spec.name} is back (restart ${process.restarts}).`);
        } catch (error) {
          process.state = "restarting";
          if (process.wanted)
            this.#options.say(`${error instanceof Error ? error.message : error}\nNext try in ${process.backoffMs / 1000} s.`);
        }
      }
    });
  }

  async #end(process: Managed, graceMs: number): Promise<void> {
    const child = process.child;
    if (!child) return;
    process.state = "stopping";
    signal(child.identity.pid, process.spec.stopSignal ?? "SIGTERM");
    const timer = setTimeout(() => {
      this.#options.say(`${process.spec.name} did not stop within ${graceMs / 1000} s; killing it.`);
      signal(-child.identity.pid, "SIGKILL");
    }, graceMs);
    await child.exited;
    clearTimeout(timer);
  }

  #record(): void {
    const running = [...this.#processes.values()].flatMap(({ spec, child }) => (child ? [{ name: spec.name, ...child.identity }] : []));
    recordProcesses(this.#options.recordFile, running);
  }
}

/** Ends what a process left behind in its group (nginx workers outlive a killed master and hold its port). */
async function endGroup(leader: number): Promise<void> {
  if (groupOf(leader).length === 0) return;
  signal(-leader, "SIGKILL");
  await pollUntil(() => groupOf(leader).length === 0, { timeoutMs: 2_000, what: `The end of process group ${leader}` }).catch(() => {});
}

function refuseTakenPorts({ ports }: ProcessSpec): void {
  for (const port of ports) {
    const taken = describeTakenPort(port);
    if (taken) throw new Error(taken);
  }
}

/** One sentence on who listens on `port`; empty when nobody does. */
export function describeTakenPort(port: number): string {
  const holder = holderOf(port);
  return holder ? `port ${port} is taken by ${holder.pid ? `process ${holder.pid}: ` : ""}${holder.command}` : "";
}

function sleepUnless(abort: AbortSignal, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    abort.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
