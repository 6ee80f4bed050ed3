import type { Import } from "@slate/schema/api";
import { type Actor, AppError, readPrimary } from "@slate/service";
import type { Deps } from "../deps.ts";
import { createStillAllowed } from "../still-allowed.ts";
import { findImport, toImport } from "./import-row.ts";

const POLL_MS = 250;
const ENDED = new Set<Import["status"]>(["done", "failed", "cancelled"]);

/** Yields an import whenever it has moved on, until it ends, the actor may no longer see it, or `signal` says that nobody listens. */
export async function* watchImport(deps: Deps, actor: Actor, id: string, signal: AbortSignal): AsyncGenerator<Import> {
  const stillAllowed = createStillAllowed(deps, actor, "file.read");
  let seen = "";
  while (!signal.aborted) {
    try {
      await stillAllowed();
    } catch (error) {
      if (error instanceof AppError) return;
      throw error;
    }
    const found = toImport(await readPrimary(deps, actor, (q) => findImport(q, id)));
    if (found.updatedAt !== seen) yield found;
    seen = found.updatedAt;
    if (ENDED.has(found.status)) return;
    await Bun.sleep(POLL_MS);
  }
}
