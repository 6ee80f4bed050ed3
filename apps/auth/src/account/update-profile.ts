import type { UpdateProfile } from "@slate/schema/api";
import { users } from "@slate/schema/db";
import { type Caller, type Scope, transact, userTag } from "@slate/service";
import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Deps } from "../deps.ts";

/** Changes name or picture. Authors of earlier changes keep the name they had then. */
export const updateProfile = (deps: Deps, scope: Scope, caller: Caller, input: z.infer<typeof UpdateProfile>): Promise<void> =>
  transact(deps, scope, async (tx) => {
    await tx
      .update(users)
      .set({ ...input, updatedAt: sql`now()` })
      .where(eq(users.id, caller.userId));
    tx.emit("user.updated", { userId: caller.userId }, { userId: caller.userId });
    tx.audit("user.update", caller.userId, { fields: Object.keys(input) });
    tx.touch(userTag(caller.userId));
  });
