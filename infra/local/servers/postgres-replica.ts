import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Sql } from "postgres";
import { dropTo, makeServerFolder, writeServerFile } from "../folders.ts";
import { runCommand } from "../run-command.ts";
import type { Stack } from "../stack.ts";
import type { ProcessSpec } from "../supervisor.ts";
import { query, server, writeConfiguration } from "./postgres.ts";

const SLOT = "replica";

/** The streaming replica. Its first start copies the primary, which must be running then. */
export function postgresReplica(stack: Stack, binaries: string): ProcessSpec {
  const { ports, secrets } = stack;
  const folder = join(stack.folders.servers, "replica");
  const follow = [
    `primary_conninfo = 'host=127.0.0.1 port=${ports.postgres} user=replicator password=${secrets.replicator} application_name=replica'`,
    `primary_slot_name = '${SLOT}'`,
  ].join("\n");
  return {
    ...server(stack, "replica", ports.replica, binaries),
    after: ["postgres"],
    prepare: async (signal) => {
      writeConfiguration(stack, folder, ports.replica, follow);
      if (!existsSync(join(folder, "data", "PG_VERSION"))) await copyPrimary(stack, folder, signal);
    },
  };
}

/** A base backup without pg_basebackup, which the npm package leaves out: the server's own backup mode around a plain copy. */
async function copyPrimary(stack: Stack, folder: string, signal: AbortSignal): Promise<void> {
  const made = join(folder, "data.new"); // renamed when complete
  rmSync(made, { recursive: true, force: true });
  makeServerFolder(made, stack.serverUser);
  for (const part of ["pg_wal", "pg_wal/archive_status", "pg_wal/summaries", "pg_replslot"])
    makeServerFolder(join(made, part), stack.serverUser);
  await query(stack, { port: stack.ports.postgres, database: "postgres" }, async (sql) => {
    await makeSlot(sql);
    await sql`select pg_backup_start('replica', true)`;
    await copyFiles(stack, join(stack.folders.servers, "postgres", "data"), made, signal);
    const [stop] = await sql<{ labelfile: string }[]>`select labelfile from pg_backup_stop(false)`;
    if (!stop) throw new Error("pg_backup_stop answered nothing");
    writeServerFile(join(made, "backup_label"), stop.labelfile, stack.serverUser);
    writeServerFile(join(made, "standby.signal"), "", stack.serverUser);
  });
  renameSync(made, join(folder, "data"));
}

/** The slot keeps all WAL from now on, so that the copy needs none of it. */
async function makeSlot(sql: Sql): Promise<void> {
  await sql`select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = ${SLOT} and not active`;
  await sql`select pg_create_physical_replication_slot(${SLOT}, true)`;
}

async function copyFiles(stack: Stack, from: string, to: string, signal: AbortSignal): Promise<void> {
  const left = ["./postmaster.pid", "./postmaster.opts", "./pg_wal", "./pg_replslot", "./pg_stat_tmp/*", "./pgsql_tmp*"];
  const exclude = left.map((path) => `--exclude='${path}'`).join(" ");
  // tar answers 1 when a file changed or vanished while it was read, which WAL replay repairs.
  const script = `{ tar -C "$1" -cf - ${exclude} . || [ $? -eq 1 ]; } | tar -C "$2" -xpf -`;
  const command = ["setpriv", ...dropTo(stack.serverUser), "--", "bash", "-o", "pipefail", "-c", script, "copy", from, to];
  await runCommand(command, { cwd: to, logFile: join(stack.folders.logs, "replica.log"), signal });
}

/** Throws unless the replica streams from the primary. */
export async function checkStreaming(stack: Stack): Promise<void> {
  await query(stack, { port: stack.ports.postgres, database: "postgres" }, async (sql) => {
    const rows = await sql`select from pg_stat_replication where application_name = 'replica' and state = 'streaming'`;
    if (rows.length === 0) throw new Error("it does not stream from the primary");
  });
}
