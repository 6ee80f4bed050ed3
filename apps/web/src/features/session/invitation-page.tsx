import type { Profile } from "@slate/schema/api";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Failure } from "@/components/failure.tsx";
import { Loading } from "@/components/loading.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { CenteredPage } from "./centered-page.tsx";
import { acceptInvitation, invitationQuery } from "./invitation-queries.ts";
import { RegisterForm } from "./register-form.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { text } from "./text.ts";

type InvitationPageProps = {
  token: string;
  /** Who is signed in already, if anybody. */
  profile: Profile | null;
  /** The person is a member now. */
  onJoined: () => void;
  onSignOut: () => void;
};

/** What an invitation link opens: join with the account at hand, with another one, or with a new one. */
export function InvitationPage({ token, profile, onJoined, onSignOut }: InvitationPageProps) {
  const invitation = useQuery(invitationQuery(token));
  const [hasAccount, setHasAccount] = useState(false);

  if (invitation.error) {
    return (
      <CenteredPage title={text.invitationFailed}>
        <Failure size="line" title={text.invitationHelp} error={invitation.error} />
      </CenteredPage>
    );
  }
  if (!invitation.data) {
    return (
      <CenteredPage title="">
        <Loading label={text.loading}>
          <Skeleton className="h-6 w-40" />
          <Skeleton className="mt-4 h-24" />
        </Loading>
      </CenteredPage>
    );
  }
  const { workspaceName, invitedBy, role, email } = invitation.data;
  return (
    <CenteredPage
      title={text.invitedTitle(workspaceName)}
      intro={text.invitedIntro(invitedBy, role)}
      footer={
        profile ? null : (
          <Button variant="link" onClick={() => setHasAccount(!hasAccount)}>
            {hasAccount ? text.noAccount : text.haveAccount}
          </Button>
        )
      }
    >
      {profile ? (
        <Accept token={token} profile={profile} onJoined={onJoined} onSignOut={onSignOut} />
      ) : hasAccount ? (
        <SignInForm onDone={() => acceptInvitation(token).then(onJoined)} />
      ) : (
        <RegisterForm invitation={token} email={email} onDone={onJoined} />
      )}
    </CenteredPage>
  );
}

function Accept({ token, profile, onJoined, onSignOut }: InvitationPageProps & { profile: Profile }) {
  const accept = useMutation({ mutationFn: () => acceptInvitation(token), onSuccess: onJoined });
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm">{text.acceptAs(profile.name)}</p>
      {accept.error ? <Failure size="line" title={text.acceptFailed} error={accept.error} /> : null}
      <Button variant="primary" busy={accept.isPending} onClick={() => accept.mutate()}>
        {text.accept}
      </Button>
      <Button onClick={onSignOut}>{text.otherAccount}</Button>
    </div>
  );
}
