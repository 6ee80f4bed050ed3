import type { EventData, EventType } from "@slate/schema/events";
import type { QueryKey } from "@tanstack/react-query";
import { keys } from "@/lib/query-keys.ts";

/** An event as it arrives in the browser. */
export type LiveEvent = {
  [Type in EventType]: {
    type: Type;
    workspaceId: string | null;
    projectId?: string | null;
    userId?: string | null;
    at: string;
    actor: { kind: string; id: string; name: string } | null;
    data: EventData<Type>;
  };
}[EventType];

type EventOf<Type extends EventType> = Extract<LiveEvent, { type: Type }>;

/** Which cached data an event makes old, by the beginning of its key. An event without an answer here does not compile. */
const changes: { [Type in EventType]: (event: EventOf<Type>, w: string, project: string) => QueryKey[] } = {
  "workspace.updated": (_, w) => [keys.me, keys.workspaceSettings(w)],
  "workspace.deleted": () => [keys.me],
  "member.added": (_, w) => [keys.me, keys.members(w)],
  "member.updated": (_, w) => [keys.me, keys.members(w)],
  "member.removed": (_, w) => [keys.me, keys.members(w)],
  "invitation.changed": (_, w) => [keys.invitations(w)],
  "key.changed": (_, w) => [keys.apiKeys(w)],
  "user.updated": (_, w) => [keys.me, keys.members(w)],
  "user.settings_changed": () => [keys.userSettings],
  "user.session_ended": () => [keys.me],
  "project.created": (_, w) => [keys.projects(w)],
  "project.updated": (_, w, project) => [keys.projects(w), keys.project(w, project)],
  "project.deleted": (_, w, project) => [keys.projects(w), keys.project(w, project)],
  "project.restored": (_, w, project) => [keys.projects(w), keys.project(w, project)],
  "changeset.created": ({ data }, w, project) => [
    keys.projects(w),
    keys.project(w, project),
    keys.changesets(w, project),
    keys.paths(w, project),
    keys.deletedFiles(w, project),
    ...(data.files
      ? data.files.flatMap((file) => [keys.file(w, file.fileId), keys.versions(w, file.fileId)])
      : [
          ["w", w, "file"],
          ["w", w, "versions"],
        ]),
    ...changedFolders(data).map((folder) => keys.tree(w, project, folder)),
  ],
  "import.changed": ({ data }, w) => [keys.import(w, data.importId)],
  "lock.taken": ({ data }, w, project) => lockChanged(data, w, project),
  "lock.released": ({ data }, w, project) => lockChanged(data, w, project),
  "runtime.opened": (_, w, project) => [keys.runtime(w, project)],
  "runtime.closed": (_, w, project) => [keys.runtime(w, project)],
  "error.reported": (_, w, project) => [keys.errors(w, project)],
  // What changes one asset changes what others say of it: who uses it, what they miss.
  "asset.changed": (_, w, project) => [keys.assets(w, project), keys.asset(w), keys.collections(w, project)],
  "asset.labelled": ({ data }, w, project) => [keys.assets(w, project), ...theseAssets(data.assetIds, w)],
  "asset.published": ({ data }, w, project) => [keys.registry(w, project), ...theseAssets(data.assetIds, w)],
  "asset.previewed": ({ data }, w, project) => [keys.assets(w, project), ...theseAssets(data.assetIds, w)],
  "collection.changed": (_, w, project) => [keys.collections(w, project), keys.assets(w, project), keys.asset(w)],
  "upload.changed": (_, w, project) => [keys.uploads(w, project), keys.registry(w, project)],
  "registry.pushed": (_, w, project) => [keys.registry(w, project)],
};

const theseAssets = (ids: string[] | null, w: string): QueryKey[] => ids?.map((id) => keys.asset(w, id)) ?? [keys.asset(w)];

const lockChanged = ({ fileId, path }: { fileId: string; path: string }, w: string, project: string): QueryKey[] => [
  keys.file(w, fileId),
  keys.paths(w, project),
  keys.tree(w, project, folderOf(path)),
];

/** The folders whose listing a changeset changes: those of its files and all above, since these count what is below. */
function changedFolders({ files }: EventData<"changeset.created">): (string | undefined)[] {
  // A move does not say where from, and a large changeset says nothing: then it is every folder.
  if (!files || files.some(({ operation }) => operation === "move")) return [undefined];
  const folders = new Set<string>();
  for (const { path, operation } of files) {
    const parts = path.split("/").slice(0, -1);
    folders.add(parts.join("/"));
    if (operation !== "edit") for (let depth = parts.length - 1; depth >= 0; depth--) folders.add(parts.slice(0, depth).join("/"));
  }
  return [...folders];
}

const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** The keys an event makes old; empty for one this version of the app does not know. */
export function whatChanged(event: LiveEvent, workspaceId: string): QueryKey[] {
  const change = changes[event.type] as ((event: LiveEvent, w: string, project: string) => QueryKey[]) | undefined;
  return change?.(event, workspaceId, event.projectId ?? "") ?? [];
}
