import type { CreateWorkspace, Workspace } from "@slate/schema/api";
import { members, workspaces } from "@slate/schema/db";
import { type Scope, type Tx, transact, userTag } from "@slate/service";
import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { slugOf, withSuffix } from "./slugs.ts";
import { toWorkspace } from "./workspace-row.ts";

type Input = z.infer<typeof CreateWorkspace>;

/** Makes a workspace owned by the caller. Throws `workspace.slug_taken` for a slug that was asked for, `workspace.limit_reached`. */
export function createWorkspace(deps: Deps, scope: Scope, userId: string, input: Input): Promise<Workspace> {
  const workspaceId = Bun.randomUUIDv7();
  return transact(deps, { ...scope, workspaceId }, async (tx) => {
    const owned = await tx.$count(members, and(eq(members.userId, userId), eq(members.role, "owner")));
    if (owned >= deps.config.WORKSPACES_PER_PERSON) throw errors.workspaceLimit();
    return insertWorkspace(tx, workspaceId, userId, input);
  });
}

/** Inserts workspace and owner, inside a transaction whose scope names both. */
export async function insertWorkspace(tx: Tx, id: string, userId: string, { name, slug }: Input): Promise<Workspace> {
  const wanted = slug ?? slugOf(name);
  const insert = (free: string) => tx.insert(workspaces).values({ id, name, slug: free }).onConflictDoNothing().returning();
  let [row] = await insert(wanted);
  if (!row && slug === undefined) [row] = await insert(withSuffix(wanted));
  if (!row) throw errors.slugTaken();
  await tx.insert(members).values({ workspaceId: id, userId, role: "owner" });
  tx.emit("member.added", { userId, role: "owner" });
  tx.audit("workspace.create", id, { name });
  tx.touch(userTag(userId));
  return toWorkspace(row);
}
