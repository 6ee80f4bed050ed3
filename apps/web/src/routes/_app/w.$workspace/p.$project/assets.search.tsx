import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { z } from "zod";
import { ComponentSearchPage } from "@/features/component-search/component-search-page.tsx";
import { projectQuery } from "@/features/projects/queries.ts";

export const Route = createFileRoute("/_app/w/$workspace/p/$project/assets/search")({
  validateSearch: z.object({ q: z.string().max(500).optional().catch(undefined) }),
  component: ComponentSearchRoute,
});

function ComponentSearchRoute() {
  const params = Route.useParams();
  const { workspace } = Route.useRouteContext();
  const navigate = useNavigate();
  const { data: project } = useSuspenseQuery(projectQuery(workspace.id, params.project));
  return (
    <ComponentSearchPage
      project={project}
      q={Route.useSearch().q ?? ""}
      onSearch={(q) => navigate({ to: Route.fullPath, params, search: q ? { q } : {}, replace: true })}
      onOpen={(guid, object) =>
        navigate({
          to: "/w/$workspace/p/$project/assets/$guid",
          params: { ...params, guid },
          search: object ? { tab: "inspector", object } : {},
        })
      }
    />
  );
}
