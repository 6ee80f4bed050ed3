import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { ChangesetPage } from "@/features/changes/changeset-page.tsx";
import { changesetDiffQuery, changesetQuery } from "@/features/changes/queries.ts";

export const Route = createFileRoute("/_app/w/$workspace/p/$project/changes/$changeset")({
  loader: ({ context, params }) => {
    void context.queryClient.prefetchQuery(changesetQuery(context.workspace.id, params.changeset));
    void context.queryClient.prefetchInfiniteQuery(changesetDiffQuery(context.workspace.id, params.changeset));
  },
  component: ChangesetRoute,
});

function ChangesetRoute() {
  const params = Route.useParams();
  const navigate = useNavigate();
  return (
    <ChangesetPage
      key={params.changeset}
      changesetId={params.changeset}
      onReverted={(made) => navigate({ to: "/w/$workspace/p/$project/changes/$changeset", params: { ...params, changeset: made.id } })}
    />
  );
}
