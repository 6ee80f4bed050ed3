import { createFileRoute, Outlet } from "@tanstack/react-router";
import { Failure } from "@/components/failure.tsx";
import { projectQuery } from "@/features/projects/queries.ts";
import { text } from "@/features/projects/text.ts";

export const Route = createFileRoute("/_app/w/$workspace/p/$project")({
  loader: ({ context, params }) => context.queryClient.ensureQueryData(projectQuery(context.workspace.id, params.project)),
  component: Outlet,
  errorComponent: ({ error, reset }) => <Failure title={text.projectFailed} error={error} onRetry={reset} />,
});
