import type { Member, Page, PageQuery } from "@slate/schema/api";
import { members, users } from "@slate/schema/db";
import { type Actor, decodeCursor, pageOf, type Queries, readPrimary } from "@slate/service";
import { and, asc, eq, gt } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";

const columns = {
  userId: members.userId,
  email: users.email,
  name: users.name,
  avatar: users.avatar,
  role: members.role,
  version: members.version,
  joinedAt: members.createdAt,
};
type Row = Omit<Member, "joinedAt"> & { joinedAt: Date };
const toMember = (row: Row): Member => ({ ...row, joinedAt: row.joinedAt.toISOString() });

/** Members of the workspace, oldest account first. */
export async function listMembers(deps: Deps, actor: Actor, query: PageQuery): Promise<Page<Member>> {
  const after = decodeCursor(z.uuid(), query.cursor);
  const rows = await readPrimary(deps, actor, (q) =>
    q
      .select(columns)
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(and(eq(members.workspaceId, actor.workspaceId), after === undefined ? undefined : gt(members.userId, after)))
      .orderBy(asc(members.userId))
      .limit(query.limit + 1),
  );
  return pageOf(rows, query.limit, (row) => row.userId, toMember);
}

/** One member, as the list shows them. Throws `member.not_found`. */
export async function findMember(q: Queries, workspaceId: string, userId: string): Promise<Member> {
  const [row] = await q
    .select(columns)
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.workspaceId, workspaceId), eq(members.userId, userId)));
  if (!row) throw errors.memberNotFound();
  return toMember(row);
}
