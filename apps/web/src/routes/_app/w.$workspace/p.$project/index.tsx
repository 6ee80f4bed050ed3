import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { HealthSummary } from "@/features/health/health-summary.tsx";
import { ProjectOverviewPage } from "@/features/projects/project-overview-page.tsx";
import { projectQuery } from "@/features/projects/queries.ts";

export const Route = createFileRoute("/_app/w/$workspace/p/$project/")({ component: OverviewRoute });

function OverviewRoute() {
  const { project } = Route.useParams();
  const { workspace } = Route.useRouteContext();
  return (
    <ProjectOverviewPage project={useSuspenseQuery(projectQuery(workspace.id, project)).data}>
      <HealthSummary projectId={project} />
    </ProjectOverviewPage>
  );
}
