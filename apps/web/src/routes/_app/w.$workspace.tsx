import { createFileRoute, notFound, Outlet } from "@tanstack/react-router";
import { useEffect } from "react";
import { followWorkspace, stopFollowing } from "@/features/live/follow-workspace.ts";
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
  return (
    <WorkspaceContext value={workspace}>
      <Shell>
        <Outlet />
      </Shell>
    </WorkspaceContext>
  );
}
