import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsDatabase, type PostgresJsSession } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { createGate, type Gate } from "./gate.ts";

export type Sql = postgres.Sql;
/** A drizzle handle inside a transaction. */
export type Queries = PostgresJsDatabase;

export type Pool = { sql: Sql; orm: PostgresJsDatabase; gate: Gate };
export type Database = { primary: Pool; replica: Pool; worker: Pool | null; close(): Promise<void> };

type Options = {
  url: string;
  replicaUrl: string;
  workerUrl: string | null;
  /** Connect by the Unix socket in this folder instead of TCP. */
  socketFolder?: string;
  prepare: boolean;
  pools: { primary: number; replica: number; worker: number };
  poolWaitMs: number;
  name: string;
};

const dialect = new PgDialect();

/**
 * Sends a statement of a transaction before whatever is asked for later. Its answer need not be waited for, so it travels with what comes next:
 * one of the few round trips of a short transaction less. Should it fail, everything after it fails too.
 */
export function send(queries: Queries, statement: SQL): Promise<unknown> {
  const { client } = queries._.session as PostgresJsSession<Sql, never, never>;
  const { sql, params } = dialect.sqlToQuery(statement);
  return client.unsafe(sql, params as string[]).execute();
}

/** Opens the three pools. Connects lazily: nothing here waits for a server. */
export function openDatabase(options: Options): Database {
  const open = (url: string, max: number): Pool => {
    const sql = postgres(url, {
      ...(options.socketFolder ? { path: `${options.socketFolder}/.s.PGSQL.${new URL(url).port}` } : {}),
      max,
      prepare: options.prepare,
      connect_timeout: 2,
      idle_timeout: 300,
      max_lifetime: 3600,
      backoff: (attempts: number) => Math.min(2 ** attempts * 0.05, 1),
      connection: { application_name: options.name },
      onnotice: () => {},
    });
    return {
      sql,
      orm: drizzle(sql),
      gate: createGate({
        concurrency: max,
        waitMs: options.poolWaitMs,
        queue: max * 50,
        busy: "Too many requests are waiting for the database",
      }),
    };
  };
  const primary = open(options.url, options.pools.primary);
  const replica = open(options.replicaUrl, options.pools.replica);
  const worker = options.workerUrl ? open(options.workerUrl, options.pools.worker) : null;
  return {
    primary,
    replica,
    worker,
    async close() {
      await Promise.all([primary, replica, worker].map((pool) => pool?.sql.end({ timeout: 5 })));
    },
  };
}
