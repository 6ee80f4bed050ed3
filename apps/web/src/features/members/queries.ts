import type { CreateInvitation, Member, Role } from "@slate/schema/api";
import type { z } from "zod";
import { creating, ifVersion } from "@/lib/api.ts";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";

export const membersQuery = (workspaceId: string) =>
  listOptions(keys.members(workspaceId), (cursor, signal) =>
    take(slate.GET("/api/members", { params: { query: { cursor, limit: 100 } }, headers: inWorkspace(workspaceId), signal })),
  );

export const invitationsQuery = (workspaceId: string) =>
  listOptions(keys.invitations(workspaceId), (cursor, signal) =>
    take(slate.GET("/api/invitations", { params: { query: { cursor } }, headers: inWorkspace(workspaceId), signal })),
  );

export const changeRole = (workspaceId: string, member: Member, role: Role) =>
  take(
    slate.PATCH("/api/members/{userId}", {
      params: { path: { userId: member.userId } },
      body: { role },
      headers: { ...inWorkspace(workspaceId), ...ifVersion(member.version) },
    }),
  );

export const removeMember = (workspaceId: string, member: Member) =>
  take(
    slate.DELETE("/api/members/{userId}", {
      params: { path: { userId: member.userId } },
      headers: { ...inWorkspace(workspaceId), ...ifVersion(member.version) },
    }),
  );

export const invite = (workspaceId: string, input: z.input<typeof CreateInvitation>) =>
  take(slate.POST("/api/invitations", { body: input, headers: { ...inWorkspace(workspaceId), ...creating() } }));

export const withdrawInvitation = (workspaceId: string, id: string) =>
  take(slate.DELETE("/api/invitations/{id}", { params: { path: { id } }, headers: inWorkspace(workspaceId) }));
