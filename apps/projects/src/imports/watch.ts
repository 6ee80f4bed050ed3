import type { Import } from "@slate/schema/api";
import { type Actor, readPrimary } from "@slate/service";
import type { Deps } from "../deps.ts";
import { findImport, toImport } from "./import-row.ts";

const POLL_MS = 250;
const ENDED = new Set<Import["status"]>(["done", "failed", "cancelled"]);

/** Yields an import whenever it has moved on, until it ends or `signal` says that nobody listens. */
export async function* watchImport(deps: Deps, actor: Actor, id: string, signal: AbortSignal): AsyncGenerator<Import> {
  let seen = "";
  while (!signal.aborted) {
    const found = toImport(await readPrimary(deps, actor, (q) => findImport(q, id)));
    if (found.updatedAt !== seen) yield found;
    seen = found.updatedAt;
    if (ENDED.has(found.status)) return;
    await Bun.sleep(POLL_MS);
  }
}
