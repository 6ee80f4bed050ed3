import { type Tx, transact } from "@slate/service";
import type { Deps } from "../deps.ts";

/** The worker role's pool. */
export function workerPool({ db }: Deps) {
  if (!db.worker) throw new Error("This needs the worker role");
  return db.worker;
}

/** One transaction of background work in a workspace: by the worker role, in nobody's name. */
export function inBackground<T>(deps: Deps, workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { service, cache, metrics, nudgeRelay } = deps;
  const db = { ...deps.db, primary: workerPool(deps) };
  return transact({ service, cache, metrics, nudgeRelay, db }, { workspaceId, userId: null, author: null }, work);
}
