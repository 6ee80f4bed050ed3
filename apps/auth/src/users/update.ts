import type { UpdateUser, User } from "@slate/schema/api";
import { users } from "@slate/schema/db";
import { type Scope, transact, userTag } from "@slate/service";
import { and, eq, isNull, or, sql } from "drizzle-orm";
import type { z } from "zod";
import { toUser } from "../account/profile.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { endSessions } from "../sessions/end-sessions.ts";

/**
 * Gives a person other installation roles, disables or enables them. Their sessions end when roles change or they are disabled, so
 * whatever they were signed in as is gone (security C6, C7). Throws `user.not_found`, `user.last_admin`.
 */
export const updateUser = (deps: Deps, scope: Scope, id: string, input: z.infer<typeof UpdateUser>): Promise<User> =>
  transact(deps, scope, async (tx) => {
    // All administrators are locked too: of two that demote each other at once, one remains.
    const locked = await tx
      .select()
      .from(users)
      .where(or(eq(users.id, id), and(sql`'admin' = any (${users.roles})`, isNull(users.disabledAt))))
      .orderBy(users.id)
      .for("update");
    const before = locked.find((row) => row.id === id);
    if (!before) throw errors.userNotFound();
    const roles = input.roles ? [...new Set(input.roles)].sort() : before.roles;
    const disabled = input.disabled ?? before.disabledAt !== null;
    const othersAdminister = locked.some((row) => row.id !== id && row.roles.includes("admin") && row.disabledAt === null);
    if (!othersAdminister && (disabled || !roles.includes("admin"))) throw errors.lastAdmin();

    const [after] = await tx
      .update(users)
      .set({ roles, disabledAt: disabled ? (before.disabledAt ?? new Date()) : null, updatedAt: sql`now()` })
      .where(eq(users.id, id))
      .returning();
    if (!after) throw errors.userNotFound();
    const rolesChanged = roles.join() !== [...before.roles].sort().join();
    if (disabled || rolesChanged) await endSessions(tx, id, { reason: disabled ? "disabled" : "roles_changed" });
    tx.emit("user.updated", { userId: id }, { userId: id });
    tx.audit("user.administer", id, { ...(rolesChanged ? { from: before.roles, to: roles } : {}), disabled });
    tx.touch(userTag(id));
    return toUser(after);
  });

/** Ends all sessions of a person. Throws `user.not_found`. */
export const endSessionsOf = (deps: Deps, scope: Scope, id: string): Promise<void> =>
  transact(deps, scope, async (tx) => {
    const [found] = await tx.select({ id: users.id }).from(users).where(eq(users.id, id));
    if (!found) throw errors.userNotFound();
    const ended = await endSessions(tx, id, { reason: "ended_by_admin" });
    tx.audit("session.end_all", id, { sessions: ended.length });
  });
