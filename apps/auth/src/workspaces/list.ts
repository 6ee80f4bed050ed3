import type { Page, PageQuery, Workspace } from "@slate/schema/api";
import { workspaces } from "@slate/schema/db";
import { type Actor, type Caller, decodeCursor, pageOf, problems, read, readPrimary, type Scope } from "@slate/service";
import { and, asc, eq, gt, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { toWorkspace, workspaceTag } from "./workspace-row.ts";

/** The caller's workspaces, oldest first; an API key has one. */
export async function listWorkspaces(deps: Deps, scope: Scope, caller: Caller, query: PageQuery): Promise<Page<Workspace>> {
  const after = decodeCursor(z.uuid(), query.cursor);
  const ids = caller.memberships.map((membership) => membership.workspaceId);
  const rows = await readPrimary(deps, scope, (q) =>
    q
      .select()
      .from(workspaces)
      .where(and(inArray(workspaces.id, ids), isNull(workspaces.deletedAt), after === undefined ? undefined : gt(workspaces.id, after)))
      .orderBy(asc(workspaces.id))
      .limit(query.limit + 1),
  );
  return pageOf(rows, query.limit, (row) => row.id, toWorkspace);
}

/** The workspace that the actor is in. */
export async function getWorkspace(deps: Deps, actor: Actor): Promise<Workspace> {
  const { workspaceId } = actor;
  const options = { key: `${workspaceId}:workspace`, tags: [workspaceTag(workspaceId)] };
  const workspace = await read(deps, actor, options, async (q) => {
    const [row] = await q
      .select()
      .from(workspaces)
      .where(and(eq(workspaces.id, workspaceId), isNull(workspaces.deletedAt)));
    return row ? toWorkspace(row) : null;
  });
  if (!workspace) throw problems.workspaceNotFound();
  return workspace;
}
