/** Names of everything the cache holds, so that a live event can say what it made old. */
export const keys = {
  me: ["me"],
  signInSessions: ["me", "sessions"],
  userSettings: ["me", "settings"],
  workspace: (w: string) => ["w", w],
  workspaceSettings: (w: string) => ["w", w, "workspace"],
  members: (w: string) => ["w", w, "members"],
  invitations: (w: string) => ["w", w, "invitations"],
  apiKeys: (w: string) => ["w", w, "keys"],
  audit: (w: string) => ["w", w, "audit"],
  projects: (w: string) => ["w", w, "projects"],
  project: (w: string, project: string) => ["w", w, "project", project],
  changesets: (w: string, project: string) => ["w", w, "changesets", project],
  changeset: (w: string, changeset: string) => ["w", w, "changeset", changeset],
  /** Folders of the tree; without a folder, all of them. */
  tree: (w: string, project: string, folder?: string) => ["w", w, "tree", project, ...(folder === undefined ? [] : [folder])],
  /** Files looked up by their path. */
  paths: (w: string, project: string) => ["w", w, "path", project],
  deletedFiles: (w: string, project: string) => ["w", w, "deleted", project],
  file: (w: string, file: string) => ["w", w, "file", file],
  versions: (w: string, file: string) => ["w", w, "versions", file],
  /** One version of a file never changes. */
  content: (w: string, file: string, version: number) => ["w", w, "content", file, version],
  diff: (w: string, file: string, from: number, to: number) => ["w", w, "diff", file, from, to],
  imports: (w: string) => ["w", w, "import"],
  import: (w: string, id: string) => ["w", w, "import", id],
  errors: (w: string, project: string) => ["w", w, "errors", project],
  runtime: (w: string, project: string) => ["w", w, "runtime", project],
  /** Lists of a project's assets, and what is asked about them together. */
  assets: (w: string, project: string) => ["w", w, "assets", project],
  /** One asset and what hangs on it; without an id, all of them. */
  asset: (w: string, id?: string) => ["w", w, "asset", ...(id === undefined ? [] : [id])],
  collections: (w: string, project: string) => ["w", w, "collections", project],
  uploads: (w: string, project: string) => ["w", w, "uploads", project],
  registry: (w: string, project: string) => ["w", w, "registry", project],
  search: (w: string) => ["w", w, "search"],
} as const;
