import { createFileRoute, Link, useNavigate } from "@tanstack/react-router";
import { CenteredPage } from "@/features/session/centered-page.tsx";
import { profileQuery } from "@/features/session/queries.ts";
import { RegisterForm } from "@/features/session/register-form.tsx";
import { text } from "@/features/session/text.ts";

export const Route = createFileRoute("/register")({ component: RegisterRoute });

function RegisterRoute() {
  const navigate = useNavigate();
  const { queryClient } = Route.useRouteContext();
  return (
    <CenteredPage
      title={text.registerTitle}
      footer={
        <>
          {text.haveAccount}{" "}
          <Link to="/sign-in" className="font-medium text-accent-text hover:underline">
            {text.signIn}
          </Link>
        </>
      }
    >
      <RegisterForm
        onDone={(profile) => {
          queryClient.setQueryData(profileQuery.queryKey, profile);
          void navigate({ to: "/", replace: true });
        }}
      />
    </CenteredPage>
  );
}
