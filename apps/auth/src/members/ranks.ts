import { ROLES, type Role } from "@slate/schema/api";
import { errors } from "../errors.ts";

/** Throws `member.role_too_high` when `role` is above the actor's own. */
export function refuseAbove(actorRole: Role, role: Role): void {
  if (ROLES.indexOf(role) > ROLES.indexOf(actorRole)) throw errors.roleTooHigh();
}
