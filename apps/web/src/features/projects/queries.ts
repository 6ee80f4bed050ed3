import type { Changeset, CreateProject, ListProjects, Page, Project, UpdateProject } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { api, creating, ifVersion } from "@/lib/api.ts";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";

export type ProjectFilter = Pick<ListProjects, "sort" | "state"> & { q?: string };

export const projectsQuery = (workspaceId: string, filter: ProjectFilter) =>
  listOptions([...keys.projects(workspaceId), filter], (cursor, signal) =>
    api.get<Page<Project>>("/api/projects", { workspaceId, query: { ...filter, q: filter.q || undefined, cursor }, signal }),
  );

export const projectQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: keys.project(workspaceId, id),
    queryFn: ({ signal }) => api.get<Project>(`/api/projects/${id}`, { workspaceId, signal }),
  });

/** The newest changesets of a project, for a glance. */
export const recentChangesetsQuery = (workspaceId: string, projectId: string, limit: number) =>
  queryOptions({
    queryKey: [...keys.changesets(workspaceId, projectId), "recent", limit],
    queryFn: async ({ signal }) =>
      (await api.get<Page<Changeset>>("/api/changesets", { workspaceId, query: { projectId, limit }, signal })).items,
  });

export const createProject = (workspaceId: string, input: z.input<typeof CreateProject>) =>
  api.post<Project>("/api/projects", input, { workspaceId, headers: creating() });

export const updateProject = (workspaceId: string, project: Project, change: UpdateProject) =>
  api.patch<Project>(`/api/projects/${project.id}`, change, { workspaceId, headers: ifVersion(project.version) });

export const deleteProject = (workspaceId: string, project: Project) =>
  api.delete<Project>(`/api/projects/${project.id}`, { workspaceId, headers: ifVersion(project.version) });

export const restoreProject = (workspaceId: string, id: string) =>
  api.post<Project>(`/api/projects/${id}/restore`, undefined, { workspaceId });
