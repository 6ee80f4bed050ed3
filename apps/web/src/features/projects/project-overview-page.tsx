import type { Project } from "@slate/schema/api";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArchiveRestore, FolderTree } from "lucide-react";
import type { ReactNode } from "react";
import { Failure } from "@/components/failure.tsx";
import { Page, Section } from "@/components/page.tsx";
import { Bytes, Count } from "@/components/quantity.tsx";
import { Time } from "@/components/time.tsx";
import { Button } from "@/components/ui/button.tsx";
import { keys } from "@/lib/query-keys.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { restoreProject } from "./queries.ts";
import { RecentChanges } from "./recent-changes.tsx";
import { text } from "./text.ts";

type ProjectOverviewPageProps = {
  project: Project;
  /** What other features tell of the project. */
  children?: ReactNode;
};

/** What a project is, how large, and what happened last. */
export function ProjectOverviewPage({ project, children }: ProjectOverviewPageProps) {
  const workspace = useWorkspace();
  const params = { workspace: workspace.slug, project: project.id };
  const { files, bytes, changesets } = project.counts;
  return (
    <Page
      title={project.name}
      description={project.description}
      action={
        project.deletedAt ? null : (
          <Button variant="primary" asChild>
            <Link to="/w/$workspace/p/$project/files/$" params={params}>
              <FolderTree aria-hidden />
              {files === 0 ? text.addFiles : text.openFiles}
            </Link>
          </Button>
        )
      }
    >
      <Notices project={project} />
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-4">
        <Fact label={text.columns.files}>
          <Count value={files} />
        </Fact>
        <Fact label={text.columns.size}>
          <Bytes value={bytes} />
        </Fact>
        <Fact label={text.columns.changesets}>
          <Count value={changesets} />
        </Fact>
        <Fact label={text.columns.updated}>
          <Time at={project.updatedAt} />
        </Fact>
      </dl>
      <div className="mt-8">
        {children}
        <Section
          title={text.recent}
          action={
            <Button variant="link" asChild>
              <Link to="/w/$workspace/p/$project/changes" params={params}>
                {text.allChanges}
              </Link>
            </Button>
          }
        >
          <RecentChanges projects={[project]} />
        </Section>
      </div>
    </Page>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="bg-surface px-4 py-3">
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="mt-0.5 font-semibold text-lg">{children}</dd>
    </div>
  );
}

/** What keeps the project from being changed, and the way out. */
function Notices({ project }: { project: Project }) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const mayRestore = useCan("project.delete");
  const restore = useMutation({
    mutationFn: () => restoreProject(workspace.id, project.id),
    onSuccess: (restored) => {
      queryClient.setQueryData(keys.project(workspace.id, project.id), restored);
      return queryClient.invalidateQueries({ queryKey: keys.projects(workspace.id) });
    },
  });
  if (!project.deletedAt && !project.archivedAt) return null;
  return (
    <div className="mb-6 flex flex-wrap items-center gap-3 rounded-lg bg-warning-soft px-4 py-3 text-sm">
      <p className="min-w-0 flex-1">{project.deletedAt ? text.isDeleted : text.isArchived}</p>
      {project.deletedAt && mayRestore ? (
        <Button busy={restore.isPending} onClick={() => restore.mutate()}>
          <ArchiveRestore aria-hidden />
          {text.restore}
        </Button>
      ) : null}
      {restore.error ? <Failure size="line" title={text.restoreFailed} error={restore.error} className="w-full" /> : null}
    </div>
  );
}
