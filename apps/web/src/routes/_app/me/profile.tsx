import { createFileRoute } from "@tanstack/react-router";
import { ProfilePage } from "@/features/account/profile-page.tsx";
import { profileQuery } from "@/features/session/queries.ts";
import { useMe } from "@/features/shell/use-me.ts";

export const Route = createFileRoute("/_app/me/profile")({ component: ProfileRoute });

function ProfileRoute() {
  const { queryClient } = Route.useRouteContext();
  return <ProfilePage profile={useMe()} onChanged={(profile) => queryClient.setQueryData(profileQuery.queryKey, profile)} />;
}
