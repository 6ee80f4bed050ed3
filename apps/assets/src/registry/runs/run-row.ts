import { RegistryRun } from "@slate/schema/api";
import type { slateRegistryRuns } from "@slate/schema/db";
import type { Deps } from "../../deps.ts";

/** A run as the API shows it. */
export const toRun = ({ createdAt, updatedAt, ...row }: typeof slateRegistryRuns.$inferSelect): RegistryRun =>
  RegistryRun.parse({ ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() });

/** Runs are the installation's, and their reports name every tenant: the role that requests have cannot see them. */
export function runsDatabase({ db }: Deps) {
  if (!db.worker) throw new Error("runs are background work");
  return db.worker;
}
