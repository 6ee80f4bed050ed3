import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openControl } from "../local/control.ts";
import { dropTo, findServerUser, foldersOf } from "../local/folders.ts";
import { readStack } from "../local/state.ts";

/** Where the registry is that is collected, and how it is restarted. */
export type Place = {
  /** As the role assets_worker. */
  databaseUrl: string;
  configFile: string;
  /** The words before `garbage-collect`. */
  collector: string[];
  /** The store on this machine's disk; null where it is elsewhere. */
  storeFolder: string | null;
  restart(): Promise<void>;
};

/**
 * A stack of this machine, or what the environment names: DATABASE_WORKER_URL, REGISTRY_CONFIG_FILE, REGISTRY_BINARY and
 * REGISTRY_RESTART_COMMAND (`docker service update --force slate_registry`).
 */
export function findPlace(env: Record<string, string | undefined> = process.env): Place {
  return env.DATABASE_WORKER_URL ? fromEnvironment(env) : fromLocalStack();
}

function fromLocalStack(): Place {
  const { name, ports, secrets, controlSocket } = readStack(["start", "test", "bench"]);
  const user = findServerUser();
  const folder = join(foldersOf(name, user).servers, "registry");
  const control = openControl(controlSocket);
  return {
    databaseUrl: `postgres://assets_worker:${secrets.roles.assets_worker}@127.0.0.1:${ports.pgbouncer}/slate_worker`,
    configFile: join(folder, "config.yml"),
    collector: ["setpriv", ...dropTo(user), "--", "docker-registry"],
    storeFolder: storeOf(join(folder, "config.yml")),
    restart: () => control.restart("registry"),
  };
}

function fromEnvironment(env: Record<string, string | undefined>): Place {
  const { DATABASE_WORKER_URL: databaseUrl, REGISTRY_CONFIG_FILE: configFile, REGISTRY_RESTART_COMMAND: command } = env;
  if (!databaseUrl || !configFile || !command)
    throw new Error("DATABASE_WORKER_URL, REGISTRY_CONFIG_FILE and REGISTRY_RESTART_COMMAND must be set together");
  return {
    databaseUrl,
    configFile,
    collector: [env.REGISTRY_BINARY ?? "registry"],
    storeFolder: storeOf(configFile),
    async restart() {
      const child = Bun.spawn(["sh", "-c", command], { stdout: "inherit", stderr: "inherit" });
      if ((await child.exited) !== 0) throw new Error(`${command} failed`);
    },
  };
}

function storeOf(configFile: string): string | null {
  const folder = /\brootdirectory"?:\s*"([^"]+)"/.exec(readFileSync(configFile, "utf8"))?.[1];
  return folder && existsSync(folder) ? folder : null;
}
