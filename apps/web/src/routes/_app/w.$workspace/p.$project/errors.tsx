import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { z } from "zod";
import { ErrorsPage } from "@/features/errors/errors-page.tsx";
import { errorGroupsQuery } from "@/features/errors/queries.ts";
import { projectQuery } from "@/features/projects/queries.ts";

const Search = z.object({
  severity: z.enum(["info", "warning", "error", "fatal"]).optional().catch(undefined),
  group: z.string().max(64).optional().catch(undefined),
});

export const Route = createFileRoute("/_app/w/$workspace/p/$project/errors")({
  validateSearch: Search,
  loaderDeps: ({ search }) => ({ severity: search.severity }),
  loader: ({ context, params, deps }) =>
    void context.queryClient.prefetchInfiniteQuery(errorGroupsQuery(context.workspace.id, params.project, deps.severity)),
  component: ErrorsRoute,
});

function ErrorsRoute() {
  const params = Route.useParams();
  const { workspace } = Route.useRouteContext();
  const navigate = useNavigate();
  const { data: project } = useSuspenseQuery(projectQuery(workspace.id, params.project));
  return (
    <ErrorsPage project={project} state={Route.useSearch()} onStateChange={(search) => navigate({ to: Route.fullPath, params, search })} />
  );
}
