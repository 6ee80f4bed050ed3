import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { profileQuery } from "@/features/session/queries.ts";
import { workspaceQuery } from "@/features/workspaces/queries.ts";
import { WorkspaceSettingsPage } from "@/features/workspaces/workspace-settings-page.tsx";

export const Route = createFileRoute("/_app/w/$workspace/settings/")({
  loader: ({ context }) => void context.queryClient.prefetchQuery(workspaceQuery(context.workspace.id)),
  component: SettingsRoute,
});

function SettingsRoute() {
  const { queryClient } = Route.useRouteContext();
  const navigate = useNavigate();
  // The guard finds workspaces in the profile, so it must know before the page moves.
  const refreshProfile = () => queryClient.fetchQuery({ ...profileQuery, staleTime: 0 });
  return (
    <WorkspaceSettingsPage
      onChanged={async (workspace) => {
        queryClient.setQueryData(workspaceQuery(workspace.id).queryKey, workspace);
        await refreshProfile();
        await navigate({ to: "/w/$workspace/settings", params: { workspace: workspace.slug }, replace: true });
      }}
      onDeleted={async () => {
        await refreshProfile();
        await navigate({ to: "/" });
      }}
    />
  );
}
