import { slateFileVersions } from "@slate/schema/db";
import type { EventOf } from "@slate/schema/events";
import type { Verdict } from "@slate/service";
import { and, asc, eq, gt } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { INDEX_BATCH, indexFiles } from "./index-files.ts";

const GATHER_MS = 1000;
const PARKED: Verdict = { do: "park", reason: "a changeset belongs to a project" };

/** Indexes the files that a large changeset touched, as they are now. Repeating it is harmless. */
export async function indexChangeset(deps: Deps, event: EventOf<"changeset.created">): Promise<Verdict> {
  const { worker } = deps.db;
  const { projectId } = event;
  if (!worker || !projectId) return PARKED;
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

/**
 * Indexes small changesets together: what arrives within a moment for one project is one statement, and a file that is saved ten times in it is
 * indexed once. A changeset is done when the batch it is in is.
 */
export function createSmallIndexer(deps: Deps): (event: EventOf<"changeset.created">) => Promise<Verdict> {
  const gathering = new Map<string, { files: Set<string>; done: Promise<void> }>();
  const options = { textLimitCharacters: deps.config.SEARCH_TEXT_LIMIT_CHARACTERS };

  const begin = (projectId: string) => {
    const files = new Set<string>();
    const done = Bun.sleep(GATHER_MS).then(async () => {
      gathering.delete(projectId);
      const ids = [...files];
      for (let i = 0; i < ids.length; i += INDEX_BATCH) {
        await deps.db.worker?.orm.transaction((q) => indexFiles(q, projectId, ids.slice(i, i + INDEX_BATCH), options));
      }
    });
    const batch = { files, done };
    gathering.set(projectId, batch);
    return batch;
  };

  return async ({ projectId, data }) => {
    if (!projectId) return PARKED;
    const batch = gathering.get(projectId) ?? begin(projectId);
    for (const { fileId } of data.files ?? []) batch.files.add(fileId);
    await batch.done;
    return { do: "ack" };
  };
}
