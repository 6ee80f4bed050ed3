/** What writes renew and cached reads depend on: the assets of one project, and those of all projects of a workspace. */
export const assetsTag = (projectId: string) => `assets:${projectId}`;
export const workspaceAssetsTag = (workspaceId: string) => `assets-of:${workspaceId}`;

/** Renewed by projects: a project was changed, deleted or restored, or its files were. */
const projectTag = (projectId: string) => `project:${projectId}`;
const projectsTag = (workspaceId: string) => `projects:${workspaceId}`;

/** Tags of an answer about one project's assets. */
export const tagsOfProject = (projectId: string) => [assetsTag(projectId), projectTag(projectId)];
/** Tags of an answer about something that only its id names: which project it is in is not known yet. */
export const tagsOfWorkspace = (workspaceId: string) => [workspaceAssetsTag(workspaceId), projectsTag(workspaceId)];
/** Tags that a write to a project's assets renews. */
export const tagsToRenew = (workspaceId: string, projectId: string) => [assetsTag(projectId), workspaceAssetsTag(workspaceId)];
