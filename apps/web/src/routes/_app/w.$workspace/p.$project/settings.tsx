import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { ProjectSettingsPage } from "@/features/projects/project-settings-page.tsx";
import { projectQuery } from "@/features/projects/queries.ts";
import { StorageSection } from "@/features/registry/storage-section.tsx";

export const Route = createFileRoute("/_app/w/$workspace/p/$project/settings")({ component: SettingsRoute });

function SettingsRoute() {
  const params = Route.useParams();
  const { workspace } = Route.useRouteContext();
  const navigate = useNavigate();
  const { data: project } = useSuspenseQuery(projectQuery(workspace.id, params.project));
  // The form begins anew for another project, not for another version of the same one: what was typed stays.
  return (
    <ProjectSettingsPage key={project.id} project={project} onDeleted={() => navigate({ to: "/w/$workspace", params })}>
      <StorageSection projectId={project.id} />
    </ProjectSettingsPage>
  );
}
