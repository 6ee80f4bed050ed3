import { createFileRoute, stripSearchParams, useNavigate } from "@tanstack/react-router";
import { z } from "zod";
import { SearchPage } from "@/features/search/search-page.tsx";

const Search = z.object({
  q: z.string().max(200).default("").catch(""),
  projectId: z.uuid().optional().catch(undefined),
  type: z.string().max(100).optional().catch(undefined),
  folder: z.string().max(1024).optional().catch(undefined),
});

export const Route = createFileRoute("/_app/w/$workspace/search")({
  validateSearch: Search,
  search: { middlewares: [stripSearchParams({ q: "" })] },
  component: SearchRoute,
});

function SearchRoute() {
  const filter = Route.useSearch();
  const params = Route.useParams();
  const navigate = useNavigate();
  return (
    <SearchPage
      filter={filter}
      onChange={(change) => navigate({ to: "/w/$workspace/search", params, search: { ...filter, ...change }, replace: true })}
    />
  );
}
