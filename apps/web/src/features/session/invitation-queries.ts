import type { InvitationPreview, Membership } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api.ts";

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => api.post<InvitationPreview>("/api/invitations/preview", { token }, { signal }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const acceptInvitation = (token: string) => api.post<Membership>("/api/invitations/accept", { token });
