import { isTransform } from "../../unity/class-ids.ts";
import { get, getIn, localIdOf, type TreeNode } from "../../unity/tree.ts";
import { placeholderOf } from "../instances.ts";
import { isInstance, readScene, type SceneFile } from "../scene-file.ts";
import { applyPatches } from "./patch.ts";
import type { Decisions, Three } from "./sides.ts";

/** Where an object says what it hangs below: the transform's father, or the parent of a prefab instance. */
function fatherNode(file: SceneFile, localId: string): TreeNode | undefined {
  const document = file.byId.get(localId);
  if (!document || document.stripped) return undefined;
  if (isInstance(document)) return getIn(document.body, "m_Modification", "m_TransformParent");
  return isTransform(document.classId) ? get(document.body, "m_Father") : undefined;
}

/** The object above: a placeholder stands below whatever its instance stands below. */
function above(file: SceneFile, localId: string): string | null {
  const document = file.byId.get(localId);
  const placeholder = document && placeholderOf(document);
  return placeholder ? placeholder.instanceId : localIdOf(fatherNode(file, localId));
}

/** The objects of one circle of fathers; null when there is none. */
function findLoop(file: SceneFile): string[] | null {
  const done = new Set<string>();
  for (const { localId } of file.documents) {
    const path: string[] = [];
    const onPath = new Set<string>();
    let at: string | null = localId;
    while (at !== null && !done.has(at)) {
      if (onPath.has(at)) return path.slice(path.indexOf(at));
      onPath.add(at);
      path.push(at);
      at = above(file, at);
    }
    for (const id of path) done.add(id);
  }
  return null;
}

/**
 * Two people can each hang one object below the other. Such a circle is opened by leaving one of them where ours has it, as a conflict. A
 * circle that a side has already is left alone.
 */
export function openLoops(merged: SceneFile, sides: Three<SceneFile>, decisions: Decisions): SceneFile {
  let file = merged;
  for (let left = merged.documents.length; left > 0; left--) {
    const loop = findLoop(file);
    if (!loop) return file;
    const moved = loop.find((id) => isMovedFrom(sides, "ours", file, id)) ?? loop.find((id) => isMovedFrom(sides, "theirs", file, id));
    if (moved === undefined) return file;
    const text = (side: SceneFile) => localIdOf(fatherNode(side, moved));
    const three = { base: text(sides.base), ours: text(sides.ours), theirs: text(sides.theirs) };
    const taken = decisions.decide({ id: `${moved} moved`, kind: "moved", localId: moved, path: null, target: null, ...three });
    const pick = taken === "theirs" ? (loop.find((id) => isMovedFrom(sides, "theirs", file, id)) ?? moved) : moved;
    const father = localIdOf(fatherNode(sides[taken], pick)) ?? "0";
    const node = fatherNode(file, pick);
    if (!node || localIdOf(node) === father) return openAt(file, pick);
    file = readScene(
      applyPatches(file.text, [{ start: node.start, end: node.end, text: `{fileID: ${file.byId.has(father) ? father : "0"}}` }]),
    );
  }
  return file;
}

const isMovedFrom = (sides: Three<SceneFile>, name: "ours" | "theirs", file: SceneFile, id: string): boolean => {
  const node = fatherNode(sides[name], id);
  return node !== undefined && localIdOf(node) !== localIdOf(fatherNode(file, id));
};

/** When no side can say: to the top of the file. */
function openAt(file: SceneFile, localId: string): SceneFile {
  const node = fatherNode(file, localId);
  return node ? readScene(applyPatches(file.text, [{ start: node.start, end: node.end, text: "{fileID: 0}" }])) : file;
}
