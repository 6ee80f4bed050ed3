import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { cloneFolder, dropTo, makeServerFolder, writeServerFile } from "../folders.ts";
import { runCommand } from "../run-command.ts";
import type { Stack } from "../stack.ts";
import type { ProcessSpec } from "../supervisor.ts";
import { fillTemplateFile } from "../template.ts";

const templates = join(cloneFolder, "infra", "postgres");

/** The primary. Its first start makes the cluster: checksums, SCRAM, UTF-8. */
export function postgresPrimary(stack: Stack, binaries: string): ProcessSpec {
  const folder = join(stack.folders.servers, "postgres");
  return {
    ...server(stack, "postgres", stack.ports.postgres, binaries),
    prepare: async (signal) => {
      writeConfiguration(stack, folder, stack.ports.postgres, "");
      if (existsSync(join(folder, "data", "PG_VERSION"))) return;
      await initialise(stack, folder, binaries, signal);
    },
  };
}

/** What primary and replica have in common. */
export function server(stack: Stack, name: string, port: number, binaries: string): Omit<ProcessSpec, "prepare"> {
  const folder = join(stack.folders.servers, name);
  return {
    name,
    command: [join(binaries, "bin", "postgres"), "-D", join(folder, "data"), "-c", `config_file=${join(folder, "postgresql.conf")}`],
    cwd: makeServerFolder(folder, stack.serverUser),
    user: stack.serverUser,
    ports: [port],
    stopSignal: "SIGINT", // fast: open transactions roll back, nobody is waited for
    check: () => query(stack, { port, database: "postgres" }, (sql) => sql`select 1`),
  };
}

export function writeConfiguration(stack: Stack, folder: string, port: number, follow: string): void {
  const values = { PORT: port, FOLDER: folder, FOLLOW: follow };
  for (const file of ["postgresql.conf", "pg_hba.conf"]) {
    writeServerFile(join(folder, file), fillTemplateFile(join(templates, file), values), stack.serverUser);
  }
}

async function initialise(stack: Stack, folder: string, binaries: string, signal: AbortSignal): Promise<void> {
  const made = join(folder, "data.new"); // renamed when complete, so that a half-made cluster is never started
  rmSync(made, { recursive: true, force: true });
  const passwordFile = writeServerFile(join(folder, "password"), stack.secrets.postgres, stack.serverUser);
  const words = ["--data-checksums", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", "--username=postgres"];
  const command = [join(binaries, "bin", "initdb"), ...words, `--pwfile=${passwordFile}`, "-D", made];
  const logFile = join(stack.folders.logs, "postgres.log");
  await runCommand(["setpriv", ...dropTo(stack.serverUser), "--", ...command], { cwd: folder, logFile, signal });
  rmSync(passwordFile);
  renameSync(made, join(folder, "data"));
}

/** Makes database slate and what pgbouncer and the replica log in as. */
export async function initialiseDatabase(stack: Stack): Promise<void> {
  const { secrets } = stack;
  const port = stack.ports.postgres;
  await query(stack, { port, database: "postgres" }, async (sql) => {
    const present = await sql`select from pg_database where datname = 'slate'`;
    if (present.length === 0) await sql`create database slate`;
  });
  const values = { REPLICATOR_PASSWORD: secrets.replicator, PGBOUNCER_PASSWORD: secrets.pgbouncer };
  await query(stack, { port, database: "slate" }, (sql) => sql.unsafe(fillTemplateFile(join(templates, "init.sql"), values)).simple());
}

/** Direct address of the primary for its superuser: migrations only. */
export const ownerUrl = ({ secrets, ports }: Stack): string => `postgres://postgres:${secrets.postgres}@127.0.0.1:${ports.postgres}/slate`;

/** Runs `work` on one superuser connection of its own. */
export async function query<T>(
  stack: Stack,
  at: { port: number; database: string },
  work: (sql: postgres.Sql) => Promise<T> | postgres.PendingQuery<postgres.Row[]>,
): Promise<void> {
  const sql = postgres({
    host: "127.0.0.1",
    port: at.port,
    database: at.database,
    username: "postgres",
    password: stack.secrets.postgres,
    max: 1,
    connect_timeout: 2,
    fetch_types: false,
    onnotice: () => {},
  });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
