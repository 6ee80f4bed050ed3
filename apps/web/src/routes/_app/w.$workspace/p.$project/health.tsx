import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { z } from "zod";
import { HealthPage } from "@/features/health/health-page.tsx";
import { healthQuery } from "@/features/health/queries.ts";
import { projectQuery } from "@/features/projects/queries.ts";

const Search = z.object({
  kind: z
    .enum(["missing-reference", "missing-script", "unused", "duplicate-guid", "orphaned-meta", "missing-meta", "warning", "largest"])
    .optional()
    .catch(undefined),
});

export const Route = createFileRoute("/_app/w/$workspace/p/$project/health")({
  validateSearch: Search,
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(healthQuery(context.workspace.id, params.project)),
  component: HealthRoute,
});

function HealthRoute() {
  const params = Route.useParams();
  const { workspace } = Route.useRouteContext();
  const navigate = useNavigate();
  const { data: project } = useSuspenseQuery(projectQuery(workspace.id, params.project));
  return (
    <HealthPage
      project={project}
      state={Route.useSearch()}
      onStateChange={(search) => navigate({ to: Route.fullPath, params, search, replace: true })}
    />
  );
}
