import { createFileRoute, Outlet, redirect } from "@tanstack/react-router";
import { Failure } from "@/components/failure.tsx";
import { profileQuery } from "@/features/session/queries.ts";
import { isApiError } from "@/lib/api-error.ts";

/** Everything behind the sign-in: guarded once, here. */
export const Route = createFileRoute("/_app")({
  beforeLoad: async ({ context, location }) => {
    try {
      return { profile: await context.queryClient.ensureQueryData(profileQuery) };
    } catch (error) {
      if (isApiError(error, "auth.required")) throw redirect({ to: "/sign-in", search: { to: location.href } });
      throw error;
    }
  },
  component: Outlet,
  errorComponent: ({ error, reset }) => <Failure title="SLATE could not be opened" error={error} onRetry={reset} />,
});
