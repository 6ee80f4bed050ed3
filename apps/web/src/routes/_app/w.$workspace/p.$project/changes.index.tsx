import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { ChangesPage } from "@/features/changes/changes-page.tsx";
import { changesetsQuery } from "@/features/changes/queries.ts";
import { projectQuery } from "@/features/projects/queries.ts";

export const Route = createFileRoute("/_app/w/$workspace/p/$project/changes/")({
  loader: ({ context, params }) => void context.queryClient.prefetchInfiniteQuery(changesetsQuery(context.workspace.id, params.project)),
  component: ChangesRoute,
});

function ChangesRoute() {
  const params = Route.useParams();
  const { workspace } = Route.useRouteContext();
  const navigate = useNavigate();
  const { data: project } = useSuspenseQuery(projectQuery(workspace.id, params.project));
  return (
    <ChangesPage
      project={project}
      onOpen={(changeset) =>
        navigate({ to: "/w/$workspace/p/$project/changes/$changeset", params: { ...params, changeset: changeset.id } })
      }
    />
  );
}
