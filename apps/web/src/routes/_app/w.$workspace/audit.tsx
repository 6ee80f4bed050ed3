import { roleAllows } from "@slate/schema/api";
import { createFileRoute, notFound, useNavigate } from "@tanstack/react-router";
import { z } from "zod";
import { AuditPage } from "@/features/audit/audit-page.tsx";
import { auditQuery } from "@/features/audit/queries.ts";
import { auditKinds } from "@/features/audit/text.ts";

const Search = z.object({ kind: z.enum(auditKinds).optional().catch(undefined) });

export const Route = createFileRoute("/_app/w/$workspace/audit")({
  validateSearch: Search,
  beforeLoad: ({ context }) => {
    if (!roleAllows(context.workspace.role, "audit.read")) throw notFound();
  },
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.queryClient.prefetchInfiniteQuery(auditQuery(context.workspace.id, deps.kind)),
  component: AuditRoute,
});

function AuditRoute() {
  const { kind } = Route.useSearch();
  const params = Route.useParams();
  const navigate = useNavigate();
  return (
    <AuditPage
      kind={kind}
      onKindChange={(next) => navigate({ to: "/w/$workspace/audit", params, search: { kind: next }, replace: true })}
    />
  );
}
