import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { SessionsPage } from "@/features/account/sessions-page.tsx";
import { forgetPerson } from "@/features/session/queries.ts";

export const Route = createFileRoute("/_app/me/sessions")({ component: SessionsRoute });

function SessionsRoute() {
  const { queryClient } = Route.useRouteContext();
  const navigate = useNavigate();
  return <SessionsPage onSignedOut={() => forgetPerson(queryClient, () => navigate({ to: "/sign-in", replace: true }))} />;
}
