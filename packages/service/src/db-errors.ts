import { type AppError, problems } from "./errors.ts";

const UNAVAILABLE = /^(08|57P|53)|^(CONNECTION_|CONNECT_|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|ENOENT)/;
const RETRYABLE = new Set(["40001", "40P01"]);
const TIMED_OUT = new Set(["57014", "55P03", "25P03"]);

/** The SQLSTATE or connection code somewhere in the chain of causes (drizzle wraps what the driver throws). */
export function dbCode(error: unknown): string | undefined {
  for (let e = error; e instanceof Error; e = e.cause) {
    if ("code" in e && typeof e.code === "string") return e.code;
  }
  return undefined;
}

/** Serialization failures and deadlocks: the same transaction may succeed when tried again. */
export const isRetryable = (error: unknown): boolean => RETRYABLE.has(dbCode(error) ?? "");

/**
 * The server is there but could not do it now: a conflict, a lock or a time limit. A replica also answers so when what it replays
 * (a vacuum that truncates a table, say) gets in the way of a reader.
 */
export function isPassing(error: unknown): boolean {
  const code = dbCode(error) ?? "";
  return RETRYABLE.has(code) || TIMED_OUT.has(code);
}

/** The database, or the way to it, is away: ENOENT is a pooler without its socket. pgbouncer reports an unreachable server as 08P01. */
export const isUnavailable = (error: unknown): boolean => UNAVAILABLE.test(dbCode(error) ?? "");

/** The name of the violated constraint, for verbs that know what it means. */
export function violated(error: unknown): string | undefined {
  for (let e = error; e instanceof Error; e = e.cause) {
    if ("constraint_name" in e && typeof e.constraint_name === "string") return e.constraint_name;
  }
  return undefined;
}

const retryAfter = (seconds: number) => ({ headers: { "Retry-After": String(seconds) } });

/** What a database error means to a caller; undefined when it is our own mistake (security A3). */
export function fromDbError(error: unknown): AppError | undefined {
  const code = dbCode(error);
  if (!code) return undefined;
  if (code === "23505") return problems.duplicate(undefined, { cause: error });
  if (code === "23503") return problems.reference(undefined, { cause: error });
  if (code === "23514" || code === "23502" || code.startsWith("22")) return problems.unprocessable(undefined, { cause: error });
  if (isPassing(error)) {
    return problems.unavailable("The database is busy; try again", { cause: error, ...retryAfter(1) });
  }
  if (UNAVAILABLE.test(code)) return problems.unavailable(undefined, { cause: error, ...retryAfter(2) });
  return undefined;
}
