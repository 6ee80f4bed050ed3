import { createFileRoute, Outlet } from "@tanstack/react-router";
import { Failure } from "@/components/failure.tsx";
import { NotFound } from "@/components/not-found.tsx";
import { projectQuery } from "@/features/projects/queries.ts";
import { text } from "@/features/projects/text.ts";
import { isNowhere } from "@/lib/api-error.ts";

export const Route = createFileRoute("/_app/w/$workspace/p/$project")({
  loader: ({ context, params }) => context.queryClient.ensureQueryData(projectQuery(context.workspace.id, params.project)),
  component: Outlet,
  errorComponent: ({ error, reset }) =>
    isNowhere(error) ? <NotFound /> : <Failure title={text.projectFailed} error={error} onRetry={reset} />,
});
