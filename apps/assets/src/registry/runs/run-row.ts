import { RegistryRun } from "@slate/schema/api";
import type { slateRegistryRuns } from "@slate/schema/db";

/** A run as the API shows it. */
export const toRun = ({ createdAt, updatedAt, ...row }: typeof slateRegistryRuns.$inferSelect): RegistryRun =>
  RegistryRun.parse({ ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() });
