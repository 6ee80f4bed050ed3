import type { CreateInvitation, Invitation, Member, NewInvitation, Page, Role } from "@slate/schema/api";
import type { z } from "zod";
import { api, creating, ifVersion } from "@/lib/api.ts";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";

export const membersQuery = (workspaceId: string) =>
  listOptions(keys.members(workspaceId), (cursor, signal) =>
    api.get<Page<Member>>("/api/members", { workspaceId, query: { cursor, limit: 100 }, signal }),
  );

export const invitationsQuery = (workspaceId: string) =>
  listOptions(keys.invitations(workspaceId), (cursor, signal) =>
    api.get<Page<Invitation>>("/api/invitations", { workspaceId, query: { cursor }, signal }),
  );

export const changeRole = (workspaceId: string, member: Member, role: Role) =>
  api.patch<Member>(`/api/members/${member.userId}`, { role }, { workspaceId, headers: ifVersion(member.version) });

export const removeMember = (workspaceId: string, member: Member) =>
  api.delete<void>(`/api/members/${member.userId}`, { workspaceId, headers: ifVersion(member.version) });

export const invite = (workspaceId: string, input: z.input<typeof CreateInvitation>) =>
  api.post<NewInvitation>("/api/invitations", input, { workspaceId, headers: creating() });

export const withdrawInvitation = (workspaceId: string, id: string) => api.delete<void>(`/api/invitations/${id}`, { workspaceId });
