import { z } from "zod";

/** Roles in a workspace, from least to most. */
export const ROLES = ["viewer", "member", "admin", "owner"] as const;
export const Role = z.enum(ROLES).meta({ id: "Role", description: "What a member may do in a workspace" });
export type Role = z.infer<typeof Role>;

/**
 * What each route asks for, and the least role that has it. API-key scopes are drawn from the same list.
 * Every route names exactly one of these, or says that it is public or needs only a signed-in person.
 */
export const PERMISSIONS = {
  "workspace.read": "viewer",
  "workspace.manage": "admin",
  "workspace.delete": "owner",
  "member.read": "viewer",
  "member.manage": "admin",
  "key.manage": "member",
  "audit.read": "admin",
  "project.read": "viewer",
  "project.write": "member",
  "project.delete": "admin",
  "file.read": "viewer",
  "file.write": "member",
  "lock.break": "admin",
  "search.read": "viewer",
  "runtime.read": "viewer",
  "runtime.write": "member",
  "error.read": "viewer",
  "error.write": "member",
  "event.read": "viewer",
  "asset.read": "viewer",
  "asset.write": "member",
  "registry.manage": "admin",
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof PERMISSIONS;
export const Permission = z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]]).meta({ id: "Permission" });

/** Whether `role` includes `permission`. */
export const roleAllows = (role: Role, permission: Permission): boolean => ROLES.indexOf(role) >= ROLES.indexOf(PERMISSIONS[permission]);

/** Roles that hold across the whole installation (`users.roles`). */
export const GlobalRole = z.enum(["admin"]).meta({ id: "GlobalRole" });
export type GlobalRole = z.infer<typeof GlobalRole>;
