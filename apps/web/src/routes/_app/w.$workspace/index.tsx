import { createFileRoute, stripSearchParams, useNavigate } from "@tanstack/react-router";
import { z } from "zod";
import { ProjectListPage } from "@/features/projects/project-list-page.tsx";
import { projectsQuery } from "@/features/projects/queries.ts";

const Search = z.object({
  q: z.string().max(200).optional().catch(undefined),
  sort: z.enum(["updated", "created", "name"]).default("updated").catch("updated"),
  state: z.enum(["active", "archived", "deleted"]).default("active").catch("active"),
});

export const Route = createFileRoute("/_app/w/$workspace/")({
  validateSearch: Search,
  search: { middlewares: [stripSearchParams({ sort: "updated", state: "active" })] },
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.queryClient.prefetchInfiniteQuery(projectsQuery(context.workspace.id, deps)),
  component: HomeRoute,
});

function HomeRoute() {
  const filter = Route.useSearch();
  const params = Route.useParams();
  const navigate = useNavigate();
  return (
    <ProjectListPage
      filter={filter}
      onFilterChange={(change) => navigate({ to: "/w/$workspace", params, search: { ...filter, ...change }, replace: true })}
      onOpen={(project) => navigate({ to: "/w/$workspace/p/$project", params: { ...params, project: project.id } })}
    />
  );
}
