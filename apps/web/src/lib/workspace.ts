import { type Permission, type Role, roleAllows } from "@slate/schema/api";
import { createContext, use } from "react";

/** The workspace a page is about, and what the signed-in person may do in it. */
export type CurrentWorkspace = { id: string; slug: string; name: string; role: Role };

export const WorkspaceContext = createContext<CurrentWorkspace | null>(null);

export function useWorkspace(): CurrentWorkspace {
  const workspace = use(WorkspaceContext);
  if (!workspace) throw new Error("This page stands outside any workspace");
  return workspace;
}

/** Whether the signed-in person may do something here. The server decides; this only spares people buttons that would refuse. */
export function useCan(permission: Permission): boolean {
  return roleAllows(useWorkspace().role, permission);
}
