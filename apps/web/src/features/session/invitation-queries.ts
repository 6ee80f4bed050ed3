import { queryOptions } from "@tanstack/react-query";
import { slate, take } from "@/lib/slate.ts";

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => take(slate.POST("/api/invitations/preview", { body: { token }, signal })),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const acceptInvitation = (token: string) => take(slate.POST("/api/invitations/accept", { body: { token } }));
