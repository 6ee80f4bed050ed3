import { createFileRoute, redirect } from "@tanstack/react-router";
import { profileQuery } from "@/features/session/queries.ts";
import { recallWorkspace } from "@/lib/last-workspace.ts";

/** The way in: the workspace this browser was in last, or the only one there is. */
export const Route = createFileRoute("/")({
  beforeLoad: async ({ context }) => {
    const profile = await context.queryClient.ensureQueryData(profileQuery);
    if (!profile) throw redirect({ to: "/sign-in" });
    const last = profile.memberships.find(({ slug }) => slug === recallWorkspace()) ?? profile.memberships[0];
    if (!last) throw redirect({ to: "/workspaces" });
    throw redirect({ to: "/w/$workspace", params: { workspace: last.slug } });
  },
});
