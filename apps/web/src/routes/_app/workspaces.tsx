import { createFileRoute, useRouter } from "@tanstack/react-router";
import { profileQuery } from "@/features/session/queries.ts";
import { BareShell } from "@/features/shell/bare-shell.tsx";
import { useMe } from "@/features/shell/use-me.ts";
import { WorkspacesPage } from "@/features/workspaces/workspaces-page.tsx";

export const Route = createFileRoute("/_app/workspaces")({ component: WorkspacesRoute });

function WorkspacesRoute() {
  const { queryClient } = Route.useRouteContext();
  const router = useRouter();
  const { memberships } = useMe();
  return (
    <BareShell>
      <WorkspacesPage
        memberships={memberships}
        onCreated={async (workspace) => {
          // The guard reads memberships from the cache, so the new one must be in it first.
          await queryClient.fetchQuery({ ...profileQuery, staleTime: 0 });
          await router.navigate({ to: "/w/$workspace", params: { workspace: workspace.slug } });
        }}
      />
    </BareShell>
  );
}
