import { createFileRoute, Outlet, redirect } from "@tanstack/react-router";
import { Failure } from "@/components/failure.tsx";
import { text } from "@/components/text.ts";
import { useSyncedAppearance } from "@/features/account/use-synced-appearance.ts";
import { profileQuery } from "@/features/session/queries.ts";

/** Everything behind the sign-in: guarded once, here. */
export const Route = createFileRoute("/_app")({
  beforeLoad: async ({ context, location }) => {
    const profile = await context.queryClient.ensureQueryData(profileQuery);
    if (!profile) throw redirect({ to: "/sign-in", search: { to: location.href } });
    return { profile };
  },
  component: App,
  errorComponent: ({ error, reset }) => <Failure title={text.pageFailed} error={error} onRetry={reset} />,
});

function App() {
  useSyncedAppearance();
  return <Outlet />;
}
