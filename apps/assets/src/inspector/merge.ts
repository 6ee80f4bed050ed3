import { type MergeAssets, type MergeConflict, MergedAssets } from "@slate/schema/api";
import { type Actor, checkVersion, readPrimary } from "@slate/service";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { diffScenes } from "../scenes/diff.ts";
import { typeOf } from "../scenes/hierarchy.ts";
import { pathOfObject } from "../scenes/links.ts";
import { mergeFiles } from "../scenes/merge/merge-files.ts";
import type { Conflict } from "../scenes/merge/sides.ts";
import { resolveScene, type Scene } from "../scenes/resolve.ts";
import { CLASS_ID } from "../unity/class-ids.ts";
import { saveText } from "./edit.ts";
import { findVersion } from "./find-file.ts";
import { type Ask, type LoadedScene, loadScene, pathOfNames } from "./load-scene.ts";

const CONFLICTS_LIMIT = 5_000;

/**
 * Merges two changes of a file and, if asked, saves the result as one changeset. Throws 412 when `ours` is not the newest version then,
 * and `asset.merge_conflicts` while something is undecided.
 */
export async function mergeAssets(deps: Deps, actor: Actor, input: MergeAssets): Promise<MergedAssets> {
  const ask: Ask = (question) => readPrimary(deps, actor, question);
  const { base, ours, theirs } = await loadSides(deps, ask, input);
  const made = new Map(input.resolutions.map(({ id, take }) => [id, take]));
  const merge = mergeFiles({ base: base.text, ours: ours.text, theirs }, made);

  const names = new Map([...base.names, ...ours.names]);
  const pathOf = pathOfNames(names);
  const sources = new Map([...base.sources, ...ours.sources]);
  const scenes = { base: resolveScene(base.text, sources), ours: resolveScene(ours.text, sources), theirs: resolveScene(theirs, sources) };
  const undecided = merge.conflicts.filter(({ taken }) => taken === null);
  if (merge.conflicts.length > CONFLICTS_LIMIT) throw errors.mergeTooLarge(`More than ${CONFLICTS_LIMIT} conflicts`);
  const conflicts = merge.conflicts.map((conflict) => describeConflict(conflict, [scenes.ours, scenes.theirs, scenes.base], pathOf));
  const summary = {
    ours: diffScenes(scenes.base, scenes.ours, pathOf).summary,
    theirs: diffScenes(scenes.base, scenes.theirs, pathOf).summary,
  };
  const answer = { text: merge.text, conflicts, unresolved: undecided.length, remapped: merge.remapped, summary };
  if (!input.save) return MergedAssets.parse({ ...answer, file: null, changesetId: null });

  checkVersion(input.ours, ours.file.newestVersion);
  if (undecided.length > 0)
    throw errors.mergeConflicts(undefined, { details: { unresolved: undecided.map(({ id }) => id).slice(0, 100) } });
  if (!ours.lossless)
    throw errors.editRefused("The file is no clean UTF-8: writing it back would change more", { details: { reason: "encoding" } });
  const saved = await saveText(deps, actor, { fileId: input.fileId, version: input.ours }, merge.text, input.message);
  return MergedAssets.parse({ ...answer, ...saved });
}

async function loadSides(deps: Deps, ask: Ask, input: MergeAssets): Promise<{ base: LoadedScene; ours: LoadedScene; theirs: string }> {
  const versionOf = (version: number) => ask((q) => findVersion(q, input.fileId, version));
  const base = await loadScene(deps, ask, await versionOf(input.base));
  const ours = await loadScene(deps, ask, await versionOf(input.ours));
  const theirs = typeof input.theirs === "string" ? input.theirs : (await loadScene(deps, ask, await versionOf(input.theirs))).text;
  return { base, ours, theirs };
}

/** A conflict in the words of people: names are those of the first scene that has the object. */
function describeConflict(conflict: Conflict, scenes: Scene[], pathOf: (guid: string) => string | undefined): MergeConflict {
  const { id, kind, path, base, ours, theirs, taken } = conflict;
  for (const scene of scenes) {
    const instance = scene.instances.get(conflict.localId);
    const localId =
      instance && conflict.target ? instance.idOf(conflict.target) : instance ? rootOf(scene, conflict.localId) : conflict.localId;
    const object = scene.objects.get(localId);
    if (!object) continue;
    const gameObject = scene.links.gameObjectOf.get(localId) ?? localId;
    const component = object.classId === CLASS_ID.gameObject ? null : (typeOf(object, pathOf) ?? object.type);
    return { id, kind, object: pathOfObject(scene, gameObject), localId: gameObject, component, path, base, ours, theirs, taken };
  }
  return { id, kind, object: "", localId: conflict.localId, component: null, path, base, ours, theirs, taken };
}

/** The GameObject at the top of an instance, for conflicts about the instance itself. */
function rootOf({ instances }: Scene, instanceId: string): string {
  const instance = instances.get(instanceId);
  const links = instance?.scene.links;
  const gameObject = links?.gameObjectOf.get(links.roots[0] ?? "");
  return instance && gameObject !== undefined ? instance.idOf(gameObject) : instanceId;
}
