import type { Page, PageQuery, User } from "@slate/schema/api";
import { users } from "@slate/schema/db";
import { decodeCursor, pageOf, readPrimary, type Scope } from "@slate/service";
import { and, asc, eq, gt, ilike, or } from "drizzle-orm";
import { z } from "zod";
import { toUser } from "../account/profile.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";

/** Everybody with an account, oldest first; `q` finds parts of names and addresses. */
export async function listUsers(deps: Deps, scope: Scope, query: PageQuery & { q?: string }): Promise<Page<User>> {
  const after = decodeCursor(z.uuid(), query.cursor);
  const pattern = query.q === undefined ? undefined : `%${query.q.replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await readPrimary(deps, scope, (q) =>
    q
      .select()
      .from(users)
      .where(
        and(
          pattern === undefined ? undefined : or(ilike(users.email, pattern), ilike(users.name, pattern)),
          after === undefined ? undefined : gt(users.id, after),
        ),
      )
      .orderBy(asc(users.id))
      .limit(query.limit + 1),
  );
  return pageOf(rows, query.limit, (row) => row.id, toUser);
}

/** Throws `user.not_found`. */
export async function getUser(deps: Deps, scope: Scope, id: string): Promise<User> {
  const [row] = await readPrimary(deps, scope, (q) => q.select().from(users).where(eq(users.id, id)));
  if (!row) throw errors.userNotFound();
  return toUser(row);
}
