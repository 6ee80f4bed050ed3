import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { InvitationPage } from "@/features/session/invitation-page.tsx";
import { profileQuery, signOut } from "@/features/session/queries.ts";

export const Route = createFileRoute("/invite/$token")({
  loader: ({ context }) => context.queryClient.ensureQueryData(profileQuery),
  component: InviteRoute,
});

function InviteRoute() {
  const { token } = Route.useParams();
  const { queryClient } = Route.useRouteContext();
  const navigate = useNavigate();
  return (
    <InvitationPage
      token={token}
      profile={Route.useLoaderData()}
      onJoined={async () => {
        await queryClient.fetchQuery({ ...profileQuery, staleTime: 0 });
        await navigate({ to: "/", replace: true });
      }}
      onSignOut={async () => {
        await signOut();
        queryClient.clear();
        location.reload();
      }}
    />
  );
}
