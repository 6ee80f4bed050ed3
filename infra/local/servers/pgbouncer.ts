import { join } from "node:path";
import postgres from "postgres";
import { cloneFolder, makeServerFolder, writeServerFile } from "../folders.ts";
import type { Stack } from "../stack.ts";
import type { ProcessSpec } from "../supervisor.ts";
import { fillTemplateFile } from "../template.ts";

/** The pooler in front of primary and replica, in transaction mode. */
export function pgbouncer(stack: Stack, binary: string): ProcessSpec {
  const { ports, secrets, serverUser } = stack;
  const folder = makeServerFolder(join(stack.folders.servers, "pgbouncer"), serverUser);
  const configFile = join(folder, "pgbouncer.ini");
  return {
    name: "pgbouncer",
    after: ["postgres", "replica"],
    command: [binary, configFile],
    cwd: folder,
    user: serverUser,
    ports: [ports.pgbouncer],
    stopSignal: "SIGTERM",
    prepare: async () => {
      const values = {
        PORT: ports.pgbouncer,
        POSTGRES_PORT: ports.postgres,
        REPLICA_PORT: ports.replica,
        FOLDER: folder,
        SOCKET_FOLDER: socketFolderOf(stack) ?? "",
      };
      writeServerFile(configFile, fillTemplateFile(join(cloneFolder, "infra/pgbouncer/pgbouncer.ini"), values), serverUser);
      writeServerFile(join(folder, "userlist.txt"), `"pgbouncer" "${secrets.pgbouncer}"\n`, serverUser);
    },
    check: () => askConsole(ports.pgbouncer, secrets.pgbouncer),
  };
}

/** What the kernel takes as the path of a Unix socket, with its closing zero. */
const SOCKET_PATH_LIMIT_BYTES = 108;

/** Where services find the pooler's Unix socket, cheaper than TCP on one machine; undefined where its path would be too long. */
export function socketFolderOf({ folders, ports }: Stack): string | undefined {
  const folder = join(folders.servers, "pgbouncer");
  return Buffer.byteLength(join(folder, `.s.PGSQL.${ports.pgbouncer}`)) < SOCKET_PATH_LIMIT_BYTES ? folder : undefined;
}

/** Logs in to pgbouncer's own console, which needs no server behind it. */
async function askConsole(port: number, password: string): Promise<void> {
  const to = { host: "127.0.0.1", port, database: "pgbouncer", username: "pgbouncer", password };
  const sql = postgres({ ...to, max: 1, connect_timeout: 2, fetch_types: false, onnotice: () => {} });
  try {
    await sql.unsafe("show version").simple();
  } finally {
    await sql.end({ timeout: 1 });
  }
}
