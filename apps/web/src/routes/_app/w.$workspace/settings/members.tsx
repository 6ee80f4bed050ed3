import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { MembersPage } from "@/features/members/members-page.tsx";
import { membersQuery } from "@/features/members/queries.ts";
import { profileQuery } from "@/features/session/queries.ts";
import { useMe } from "@/features/shell/use-me.ts";

export const Route = createFileRoute("/_app/w/$workspace/settings/members")({
  loader: ({ context }) => void context.queryClient.prefetchInfiniteQuery(membersQuery(context.workspace.id)),
  component: MembersRoute,
});

function MembersRoute() {
  const { queryClient } = Route.useRouteContext();
  const navigate = useNavigate();
  return (
    <MembersPage
      myId={useMe().id}
      onLeft={async () => {
        await queryClient.fetchQuery({ ...profileQuery, staleTime: 0 });
        await navigate({ to: "/" });
      }}
    />
  );
}
