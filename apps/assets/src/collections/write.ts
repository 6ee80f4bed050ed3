import type { Collection } from "@slate/schema/api";
import { slateCollections } from "@slate/schema/db";
import { type Actor, checkVersion, type Tx, transact, violated } from "@slate/service";
import { eq, sql } from "drizzle-orm";
import { requireProject } from "../assets/project.ts";
import { tagsToRenew } from "../assets/tags.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { findCollection } from "./collection-row.ts";

/** Throws `project.not_found` and `collection.name_taken`; names are compared without case. */
export const createCollection = (
  deps: Deps,
  actor: Actor,
  input: { projectId: string; name: string; description: string },
): Promise<Collection> =>
  transact(deps, actor, async (tx) => {
    await requireProject(tx, input.projectId);
    const [row] = await tx
      .insert(slateCollections)
      .values({ ...input, workspaceId: actor.workspaceId })
      .onConflictDoNothing()
      .returning({ id: slateCollections.id });
    if (!row) throw errors.collectionNameTaken(`A collection named ${input.name} exists`);
    announce(tx, actor, "create", { id: row.id, projectId: input.projectId });
    return findCollection(tx, row.id);
  });

/** Throws `collection.not_found`, `collection.name_taken`, and 412 when `expected` is not its version. */
export const updateCollection = (
  deps: Deps,
  actor: Actor,
  id: string,
  expected: number | "any",
  changes: { name?: string; description?: string },
): Promise<Collection> =>
  transact(deps, actor, async (tx) => {
    const found = await lockCollection(tx, id, expected);
    try {
      await tx
        .update(slateCollections)
        .set({ ...changes, version: sql`${slateCollections.version} + 1`, updatedAt: sql`now()` })
        .where(eq(slateCollections.id, id));
    } catch (cause) {
      if (violated(cause) !== "slate_collections_name_uq") throw cause;
      throw errors.collectionNameTaken(`A collection named ${changes.name} exists`, { cause });
    }
    announce(tx, actor, "update", found);
    return findCollection(tx, id);
  });

/** Takes a collection away; its assets stay. Throws `collection.not_found`, and 412 when `expected` is not its version. */
export const deleteCollection = (deps: Deps, actor: Actor, id: string, expected: number | "any"): Promise<void> =>
  transact(deps, actor, async (tx) => {
    const found = await lockCollection(tx, id, expected);
    await tx.delete(slateCollections).where(eq(slateCollections.id, id));
    announce(tx, actor, "delete", found);
  });

async function lockCollection(tx: Tx, id: string, expected: number | "any"): Promise<Collection> {
  await tx.select({ id: slateCollections.id }).from(slateCollections).where(eq(slateCollections.id, id)).for("update");
  const found = await findCollection(tx, id);
  checkVersion(expected, found.version);
  return found;
}

/** What every change of a collection leaves: an event, an audit entry, stale answers. */
function announce(tx: Tx, actor: Actor, verb: string, { id, projectId }: { id: string; projectId: string }): void {
  tx.emit("collection.changed", { collectionId: id }, { projectId });
  tx.audit(`collection.${verb}`, id, { projectId });
  tx.touch(...tagsToRenew(actor.workspaceId, projectId));
}
