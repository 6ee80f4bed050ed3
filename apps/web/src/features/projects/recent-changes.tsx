import type { Project } from "@slate/schema/api";
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { AuthorMark } from "@/components/author-mark.tsx";
import { Time } from "@/components/time.tsx";
import { useWorkspace } from "@/lib/workspace.ts";
import { recentChangesetsQuery } from "./queries.ts";
import { text } from "./text.ts";

const shown = 8;

/** The newest changesets of a few projects, newest first. */
export function RecentChanges({ projects }: { projects: readonly Project[] }) {
  const workspace = useWorkspace();
  const found = useQueries({ queries: projects.map((project) => recentChangesetsQuery(workspace.id, project.id, shown)) });
  const names = new Map(projects.map((project) => [project.id, project.name]));
  const changesets = found
    .flatMap((query) => query.data ?? [])
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    .slice(0, shown);
  if (changesets.length === 0) {
    return found.some((query) => query.isPending) ? null : <p className="text-muted text-sm">{text.noRecent}</p>;
  }
  return (
    <ol>
      {changesets.map((changeset) => (
        <li key={changeset.id}>
          <Link
            to="/w/$workspace/p/$project/changes/$changeset"
            params={{ workspace: workspace.slug, project: changeset.projectId, changeset: changeset.id }}
            className="focus-inset flex gap-2.5 rounded-md px-2 py-2 hover:bg-hover"
          >
            <AuthorMark author={changeset.author} />
            <span className="min-w-0 flex-1">
              <span className="block truncate text-sm">{changeset.message || text.untitled[changeset.kind]}</span>
              <span className="block truncate text-muted text-xs">
                {changeset.author.name}
                {projects.length > 1 ? ` · ${names.get(changeset.projectId)}` : ""} · <Time at={changeset.createdAt} />
              </span>
            </span>
          </Link>
        </li>
      ))}
    </ol>
  );
}
