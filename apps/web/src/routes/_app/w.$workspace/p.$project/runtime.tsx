import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { z } from "zod";
import { projectQuery } from "@/features/projects/queries.ts";
import { runtimeSessionsQuery } from "@/features/runtime/queries.ts";
import { RuntimePage } from "@/features/runtime/runtime-page.tsx";

const Search = z.object({ run: z.uuid().optional().catch(undefined) });

export const Route = createFileRoute("/_app/w/$workspace/p/$project/runtime")({
  validateSearch: Search,
  loader: ({ context, params }) =>
    void context.queryClient.prefetchInfiniteQuery(runtimeSessionsQuery(context.workspace.id, params.project)),
  component: RuntimeRoute,
});

function RuntimeRoute() {
  const params = Route.useParams();
  const { run } = Route.useSearch();
  const { workspace } = Route.useRouteContext();
  const navigate = useNavigate();
  const { data: project } = useSuspenseQuery(projectQuery(workspace.id, params.project));
  return <RuntimePage project={project} openId={run} onOpen={(id) => navigate({ to: Route.fullPath, params, search: { run: id } })} />;
}
