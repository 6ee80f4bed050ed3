import { createFileRoute, Link, redirect, useRouter } from "@tanstack/react-router";
import { z } from "zod";
import { CenteredPage } from "@/features/session/centered-page.tsx";
import { profileQuery } from "@/features/session/queries.ts";
import { SignInForm } from "@/features/session/sign-in-form.tsx";
import { text } from "@/features/session/text.ts";
import { retryLive } from "@/lib/live.ts";
import { localPath } from "@/lib/local-path.ts";

export const Route = createFileRoute("/sign-in")({
  validateSearch: z.object({ to: z.string().optional().catch(undefined) }),
  beforeLoad: async ({ context, search }) => {
    const profile = await context.queryClient.ensureQueryData(profileQuery);
    if (profile) throw redirect({ href: localPath(search.to) });
  },
  component: SignInRoute,
});

function SignInRoute() {
  const { to } = Route.useSearch();
  const { queryClient } = Route.useRouteContext();
  const router = useRouter();
  return (
    <CenteredPage
      title={text.signInTitle}
      intro={text.signInIntro}
      footer={
        <>
          {text.noAccount}{" "}
          <Link to="/register" className="font-medium text-accent-text hover:underline">
            {text.registerTitle}
          </Link>
        </>
      }
    >
      <SignInForm
        onDone={async (profile) => {
          queryClient.clear();
          queryClient.setQueryData(profileQuery.queryKey, profile);
          retryLive();
          await router.navigate({ href: localPath(to), replace: true });
        }}
      />
    </CenteredPage>
  );
}
