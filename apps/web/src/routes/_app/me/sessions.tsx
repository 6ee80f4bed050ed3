import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { SessionsPage } from "@/features/account/sessions-page.tsx";

export const Route = createFileRoute("/_app/me/sessions")({ component: SessionsRoute });

function SessionsRoute() {
  const { queryClient } = Route.useRouteContext();
  const navigate = useNavigate();
  return (
    <SessionsPage
      onSignedOut={async () => {
        queryClient.clear();
        await navigate({ to: "/sign-in", replace: true });
      }}
    />
  );
}
