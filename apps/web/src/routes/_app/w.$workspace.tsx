import { createFileRoute, notFound, Outlet, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { followWorkspace, stopFollowing, useLive } from "@/features/live/follow-workspace.ts";
import { profileQuery } from "@/features/session/queries.ts";
import { Shell } from "@/features/shell/shell.tsx";
import { rememberWorkspace } from "@/lib/last-workspace.ts";
import { WorkspaceContext } from "@/lib/workspace.ts";

/** A workspace, by its slug or its id. */
export const Route = createFileRoute("/_app/w/$workspace")({
  beforeLoad: ({ context, params, preload }) => {
    const found = context.profile.memberships.find(
      ({ slug, workspaceId }) => slug === params.workspace || workspaceId === params.workspace,
    );
    if (!found) throw notFound();
    // Only a visit, not a pointer resting on a link.
    if (!preload) followWorkspace(context.queryClient, found.workspaceId);
    return { workspace: { id: found.workspaceId, slug: found.slug, name: found.name, role: found.role } };
  },
  component: WorkspaceRoute,
});

function WorkspaceRoute() {
  const { workspace, queryClient } = Route.useRouteContext();
  useEffect(() => {
    followWorkspace(queryClient, workspace.id);
    return stopFollowing;
  }, [queryClient, workspace.id]);
  useEffect(() => rememberWorkspace(workspace.slug), [workspace.slug]);

  // The stream was refused: whoever is no member any more, or signed out, is shown out.
  const router = useRouter();
  const refused = useLive(({ state }) => state === "denied");
  useEffect(() => {
    if (refused) void queryClient.fetchQuery({ ...profileQuery, staleTime: 0 }).then(() => router.invalidate());
  }, [refused, queryClient, router]);

  return (
    <WorkspaceContext value={workspace}>
      <Shell>
        <Outlet />
      </Shell>
    </WorkspaceContext>
  );
}
