/** What writes renew and cached reads depend on: one project, and the list of a workspace's projects. */
export const projectTag = (projectId: string) => `project:${projectId}`;
export const projectsTag = (workspaceId: string) => `projects:${workspaceId}`;
