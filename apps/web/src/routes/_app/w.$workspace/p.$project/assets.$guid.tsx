import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { z } from "zod";
import { AssetPage } from "@/features/asset/asset-page.tsx";
import { assetByGuidQuery } from "@/features/assets/queries.ts";

const Search = z.object({
  tab: z.enum(["inspector", "references", "versions", "registry"]).optional().catch(undefined),
  show: z.enum(["needs", "graph"]).optional().catch(undefined),
  object: z
    .string()
    .regex(/^-?\d{1,19}$/)
    .optional()
    .catch(undefined),
});

export const Route = createFileRoute("/_app/w/$workspace/p/$project/assets/$guid")({
  validateSearch: Search,
  loader: ({ context, params }) =>
    void context.queryClient.prefetchQuery(assetByGuidQuery(context.workspace.id, params.project, params.guid)),
  component: AssetRoute,
});

function AssetRoute() {
  const params = Route.useParams();
  const navigate = useNavigate();
  return (
    <AssetPage
      key={params.guid}
      projectId={params.project}
      guid={params.guid}
      state={Route.useSearch()}
      onStateChange={(search) => navigate({ to: Route.fullPath, params, search, replace: true })}
      onGone={() => navigate({ to: "/w/$workspace/p/$project/assets", params })}
    />
  );
}
