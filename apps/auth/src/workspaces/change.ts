import type { UpdateWorkspace, Workspace } from "@slate/schema/api";
import { apiKeys, members, workspaces } from "@slate/schema/db";
import { type Actor, checkVersion, keyTag, problems, type Tx, transact, userTag, violated } from "@slate/service";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { toWorkspace, workspaceTag } from "./workspace-row.ts";

type Change = z.infer<typeof UpdateWorkspace>;

/** Renames a workspace. Throws `request.stale`, `workspace.slug_taken`. */
export async function updateWorkspace(deps: Deps, actor: Actor, ifVersion: number | "any", change: Change): Promise<Workspace> {
  try {
    return await transact(deps, actor, async (tx) => {
      const row = await writeVersion(tx, actor.workspaceId, ifVersion, change);
      tx.emit("workspace.updated", { name: row.name, slug: row.slug });
      tx.audit("workspace.update", row.id, change);
      await touchMembers(tx, row.id);
      return toWorkspace(row);
    });
  } catch (error) {
    if (violated(error) === "workspaces_slug_uq") throw errors.slugTaken();
    throw error;
  }
}

/** Deletes a workspace softly: at once nobody reaches it or anything in it, by key or by session. Throws `request.stale`. */
export const deleteWorkspace = (deps: Deps, actor: Actor, ifVersion: number | "any"): Promise<void> =>
  transact(deps, actor, async (tx) => {
    const row = await writeVersion(tx, actor.workspaceId, ifVersion, { deletedAt: new Date() });
    const keys = await tx.select({ id: apiKeys.id }).from(apiKeys).where(eq(apiKeys.workspaceId, row.id));
    tx.touch(...keys.map(({ id }) => keyTag(id)));
    tx.emit("workspace.deleted", {});
    tx.audit("workspace.delete", row.id, { name: row.name });
    await touchMembers(tx, row.id);
  });

/** Compare and set in one statement. */
async function writeVersion(tx: Tx, id: string, ifVersion: number | "any", change: Change & { deletedAt?: Date }) {
  const current = and(eq(workspaces.id, id), isNull(workspaces.deletedAt));
  const [row] = await tx
    .update(workspaces)
    .set({ ...change, version: sql`${workspaces.version} + 1`, updatedAt: sql`now()` })
    .where(and(current, ifVersion === "any" ? undefined : eq(workspaces.version, ifVersion)))
    .returning();
  if (row) return row;
  const [found] = await tx.select({ version: workspaces.version }).from(workspaces).where(current);
  if (!found) throw problems.workspaceNotFound();
  checkVersion(ifVersion, found.version);
  throw problems.stale();
}

/** Every member's memberships carry the workspace's name. */
async function touchMembers(tx: Tx, workspaceId: string): Promise<void> {
  const rows = await tx.select({ userId: members.userId }).from(members).where(eq(members.workspaceId, workspaceId));
  tx.touch(workspaceTag(workspaceId), ...rows.map(({ userId }) => userTag(userId)));
}
