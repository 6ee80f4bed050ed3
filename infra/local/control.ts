import { readStack } from "./state.ts";
import type { ProcessStatus } from "./supervisor.ts";

/**
 * Talks to the launcher of a running stack: fault tests stop real servers with it, and so can you:
 * `bun infra/local/control.ts [status | stop NAME | start NAME | restart NAME]`.
 */
export function openControl(socketPath: string) {
  const call = async (method: "GET" | "POST", path: string): Promise<ProcessStatus[]> => {
    const response = await fetch(`http://control${path}`, { method, unix: socketPath, signal: AbortSignal.timeout(120_000) });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as ProcessStatus[];
  };
  const act = (verb: "stop" | "start" | "restart") => async (name: string) => {
    await call("POST", `/${verb}/${encodeURIComponent(name)}`);
  };
  return {
    status: () => call("GET", "/status"),
    /** Resolves when the process is gone. It stays away until somebody starts it. */
    stop: act("stop"),
    /** Resolves when the process is ready. */
    start: act("start"),
    restart: act("restart"),
  };
}

export type Control = ReturnType<typeof openControl>;

if (import.meta.main) {
  const [verb = "status", name] = process.argv.slice(2);
  const control = openControl(readStack(["test", "start", "bench"]).controlSocket);
  if (verb === "stop" || verb === "start" || verb === "restart") {
    if (!name) throw new Error(`Say which: bun infra/local/control.ts ${verb} NAME`);
    await control[verb](name);
  } else if (verb !== "status") {
    throw new Error(`There is no command "${verb}"; there are status, stop, start and restart.`);
  }
  for (const { name, state, pid, ports, restarts } of await control.status()) {
    console.log(
      [name.padEnd(12), state.padEnd(11), String(pid ?? "-").padEnd(8), ports.join(","), restarts ? `${restarts} restarts` : ""].join(" "),
    );
  }
}
