import type { CreateProject, ListProjects, Project, UpdateProject } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import { creating, ifVersion } from "@/lib/api.ts";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";
import { inWorkspace, slate, take } from "@/lib/slate.ts";

export type ProjectFilter = Pick<ListProjects, "sort" | "state"> & { q?: string };

export const projectsQuery = (workspaceId: string, filter: ProjectFilter) =>
  listOptions([...keys.projects(workspaceId), filter], (cursor, signal) =>
    take(
      slate.GET("/api/projects", {
        params: { query: { ...filter, q: filter.q || undefined, cursor } },
        headers: inWorkspace(workspaceId),
        signal,
      }),
    ),
  );

export const projectQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: keys.project(workspaceId, id),
    queryFn: ({ signal }) => take(slate.GET("/api/projects/{id}", { params: { path: { id } }, headers: inWorkspace(workspaceId), signal })),
  });

/** The newest changesets of a project, for a glance. */
export const recentChangesetsQuery = (workspaceId: string, projectId: string, limit: number) =>
  queryOptions({
    queryKey: [...keys.changesets(workspaceId, projectId), "recent", limit],
    queryFn: async ({ signal }) =>
      (await take(slate.GET("/api/changesets", { params: { query: { projectId, limit } }, headers: inWorkspace(workspaceId), signal })))
        .items,
  });

export const createProject = (workspaceId: string, input: Pick<CreateProject, "name" | "description">) =>
  take(slate.POST("/api/projects", { body: { ...input, metadata: {} }, headers: { ...inWorkspace(workspaceId), ...creating() } }));

export const updateProject = (workspaceId: string, project: Project, change: UpdateProject) =>
  take(
    slate.PATCH("/api/projects/{id}", {
      params: { path: { id: project.id } },
      body: change,
      headers: { ...inWorkspace(workspaceId), ...ifVersion(project.version) },
    }),
  );

export const deleteProject = (workspaceId: string, project: Project) =>
  take(
    slate.DELETE("/api/projects/{id}", {
      params: { path: { id: project.id } },
      headers: { ...inWorkspace(workspaceId), ...ifVersion(project.version) },
    }),
  );

export const restoreProject = (workspaceId: string, id: string) =>
  take(slate.POST("/api/projects/{id}/restore", { params: { path: { id } }, headers: inWorkspace(workspaceId) }));
