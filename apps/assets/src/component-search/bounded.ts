import { dbCode, type Queries } from "@slate/service";
import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";

const CANCELED = "57014";

/** Gives `work` a `begin` that bounds the statements after it; throws `asset.search_too_broad` when one of them took too long. */
export async function withinTime<T>(deps: Pick<Deps, "config">, work: (begin: (q: Queries) => Promise<unknown>) => Promise<T>): Promise<T> {
  const timeout = String(deps.config.COMPONENT_SEARCH_TIMEOUT_MS);
  try {
    return await work((q) => q.execute(sql`select set_config('statement_timeout', ${timeout}, true)`));
  } catch (cause) {
    if (dbCode(cause) === CANCELED) throw errors.searchTooBroad(undefined, { cause });
    throw cause;
  }
}
