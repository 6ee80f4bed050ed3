import { type Access, type Action, parseRepository, type RepositoryKind } from "@slate/oci";
import type { Permission } from "@slate/schema/api";

/** One request names a handful: a client copies between two or three repositories. What comes after these is not granted. */
export const SCOPES_LIMIT = 16;

/** What an outside client may ever do, and the permission it takes. Nobody deletes; `uploads` is nobody's but ours. */
const OPEN: Partial<Record<RepositoryKind, { action: Action; permission: Permission }[]>> = {
  files: [{ action: "pull", permission: "file.read" }],
  assets: [{ action: "pull", permission: "asset.read" }],
  previews: [{ action: "pull", permission: "asset.read" }],
  spark: [{ action: "pull", permission: "asset.read" }],
  inbox: [
    { action: "pull", permission: "asset.write" },
    { action: "push", permission: "asset.write" },
  ],
};

/** The caller's say over one project: whether it is there for them, and what they may do in its workspace. */
export type MayDo = (place: Place, permission: Permission) => boolean;
/** Whether something can be taken in just now: not while the registry takes no writes, nor where the project has no room. */
export type TakesPushes = (place: Place) => boolean;
type Place = { workspaceId: string; projectId: string };

export interface Grant {
  /** For the token's `access` claim; repositories with nothing granted are left out. */
  granted: Access[];
  /** Names of repositories where something was asked that is not granted. */
  refused: string[];
}

/** Scopes as asked, one entry for each repository. `*` asks for everything. */
export function askedActions(asked: readonly Access[]): Map<string, Set<Action>> {
  const byName = new Map<string, Set<Action>>();
  for (const { type, name, actions } of asked) {
    const key = type === "repository" ? name : `${type}:${name}`; // a colon is in no repository's name
    const actionsOfName = byName.get(key) ?? new Set();
    for (const action of actions) actionsOfName.add(action);
    if (byName.size < SCOPES_LIMIT || byName.has(key)) byName.set(key, actionsOfName);
  }
  return byName;
}

/** The intersection of what is asked and what is allowed; `push` only where pushes are taken, which is no refusal to be told of. */
export function grant(asked: readonly Access[], mayDo: MayDo, takesPushes: TakesPushes): Grant {
  const result: Grant = { granted: [], refused: [] };
  for (const [name, wanted] of askedActions(asked)) {
    const place = parseRepository(name);
    const allowed = (place ? (OPEN[place.kind] ?? []) : [])
      .filter(({ permission }) => place && mayDo(place, permission))
      .map(({ action }) => action);
    const isOpen = (action: Action) => action !== "push" || (place !== null && takesPushes(place));
    const actions = allowed.filter((action) => (wanted.has(action) || wanted.has("*")) && isOpen(action));
    if (actions.length > 0) result.granted.push({ type: "repository", name, actions });
    if ([...wanted].some((action) => action !== "*" && !allowed.includes(action)) || allowed.length === 0) result.refused.push(name);
  }
  return result;
}
