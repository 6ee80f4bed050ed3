import { invitations } from "@slate/schema/db";
import { and, isNull, type SQL, sql } from "drizzle-orm";

/** Neither accepted nor withdrawn nor expired. */
export const isOpen = (): SQL | undefined =>
  and(isNull(invitations.acceptedAt), isNull(invitations.withdrawnAt), sql`${invitations.expiresAt} > now()`);
