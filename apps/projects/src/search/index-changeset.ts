import { slateFileVersions } from "@slate/schema/db";
import type { EventOf } from "@slate/schema/events";
import type { Verdict } from "@slate/service";
import { and, asc, eq, gt } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { INDEX_BATCH, indexFiles } from "./index-files.ts";

/** Indexes the files that a changeset touched, as they are now. Repeating it is harmless. */
export async function indexChangeset(deps: Deps, event: EventOf<"changeset.created">): Promise<Verdict> {
  const { worker } = deps.db;
  const { projectId } = event;
  if (!worker || !projectId) return { do: "park", reason: "a changeset belongs to a project" };
  const options = { textLimitCharacters: deps.config.SEARCH_TEXT_LIMIT_CHARACTERS };
  let after: string | undefined;
  do {
    const ids = await filesOf(worker.orm, event.data.changesetId, after);
    if (ids.length) await worker.orm.transaction((q) => indexFiles(q, projectId, ids, options));
    after = ids.length === INDEX_BATCH ? ids.at(-1) : undefined;
  } while (after);
  return { do: "ack" };
}

async function filesOf(q: NonNullable<Deps["db"]["worker"]>["orm"], changesetId: string, after: string | undefined): Promise<string[]> {
  const { fileId } = slateFileVersions;
  const rows = await q
    .select({ fileId })
    .from(slateFileVersions)
    .where(and(eq(slateFileVersions.changesetId, changesetId), after ? gt(fileId, after) : undefined))
    .orderBy(asc(fileId))
    .limit(INDEX_BATCH);
  return rows.map((row) => row.fileId);
}
