import { createHash } from "node:crypto";
import type { UnityDocument } from "../../unity/parse-documents.ts";
import { get } from "../../unity/tree.ts";
import { placeholderOf } from "../instances.ts";
import { localReferencesOf } from "../local-references.ts";
import { placeholderId } from "../object-ids.ts";
import { readScene, type SceneFile } from "../scene-file.ts";
import { applyPatches, type Patch } from "./patch.ts";
import type { Three } from "./sides.ts";

export type Remapped = { from: string; to: string };

/**
 * Gives objects of theirs new ids where ours has added other objects with the same, and references to them as well. Where both have added a
 * placeholder of the same object of a prefab under two ids, theirs gets the id of ours.
 */
export function remapTheirs({ base, ours, theirs }: Three<SceneFile>): { file: SceneFile; remapped: Remapped[] } {
  const ids = new Map<string, string>();
  const twins = new Set<string>();
  for (const id of clashingIds({ base, ours, theirs })) ids.set(id, freshId(id, theirs, [base, ours, theirs], new Set(ids.values())));
  const ourPlaceholders = placeholdersOf(ours);
  for (const document of theirs.documents) {
    const placeholder = placeholderOf(document);
    if (!placeholder || base.byId.has(document.localId)) continue;
    const instance = ids.get(placeholder.instanceId);
    const twin = instance === undefined ? ourPlaceholders.get(`${placeholder.instanceId} ${placeholder.sourceId}`) : undefined;
    if (twin !== undefined && twin !== document.localId) {
      ids.set(document.localId, twin);
      twins.add(document.localId);
    } else if (instance !== undefined && document.localId === placeholderId(placeholder.instanceId, placeholder.sourceId)) {
      ids.set(document.localId, placeholderId(instance, placeholder.sourceId));
    }
  }
  if (ids.size === 0) return { file: theirs, remapped: [] };
  const patches = theirs.documents.flatMap((document) => (twins.has(document.localId) ? [removal(document)] : patchesOf(document, ids)));
  return { file: readScene(applyPatches(theirs.text, patches)), remapped: Array.from(ids, ([from, to]) => ({ from, to })) };
}

const removal = ({ start, end }: UnityDocument): Patch => ({ start, end, text: "" });

function patchesOf(document: UnityDocument, ids: Map<string, string>): Patch[] {
  const patches: Patch[] = [];
  const own = ids.get(document.localId);
  if (own !== undefined) {
    const header = `--- !u!${document.classId} &`;
    patches.push({ start: document.start + header.length, end: document.start + header.length + document.localId.length, text: own });
  }
  for (const { localId, node } of localReferencesOf(document.body)) {
    const to = ids.get(localId);
    const scalar = get(node, "fileID");
    if (to !== undefined && scalar) patches.push({ start: scalar.start, end: scalar.end, text: to });
  }
  return patches;
}

function placeholdersOf(file: SceneFile): Map<string, string> {
  const found = new Map<string, string>();
  for (const document of file.documents) {
    const placeholder = placeholderOf(document);
    if (placeholder) found.set(`${placeholder.instanceId} ${placeholder.sourceId}`, document.localId);
  }
  return found;
}

const rawIn = ({ text }: SceneFile, { start, end }: UnityDocument) => text.slice(start, end).trimEnd();

/** Ids that both have added for different objects, and those of what hangs together with them. */
function clashingIds({ base, ours, theirs }: Three<SceneFile>): Set<string> {
  const added = theirs.documents.filter(({ localId }) => !base.byId.has(localId) && ours.byId.has(localId));
  const neighbours = new Map<string, string[]>();
  const clashing = new Set<string>();
  for (const document of added) {
    const our = ours.byId.get(document.localId);
    if (our && rawIn(ours, our) !== rawIn(theirs, document) && !isSamePlaceholder(our, document)) clashing.add(document.localId);
    for (const { localId } of localReferencesOf(document.body)) {
      for (const [from, to] of [
        [document.localId, localId],
        [localId, document.localId],
      ] as const) {
        neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
      }
    }
  }
  const candidates = new Set(added.map(({ localId }) => localId));
  const pending = [...clashing];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    for (const next of neighbours.get(id) ?? []) {
      if (!candidates.has(next) || clashing.has(next)) continue;
      clashing.add(next);
      pending.push(next);
    }
  }
  return clashing;
}

function isSamePlaceholder(a: UnityDocument, b: UnityDocument): boolean {
  const [one, other] = [placeholderOf(a), placeholderOf(b)];
  return one !== null && one.instanceId === other?.instanceId && one.sourceId === other.sourceId;
}

/** The same for the same files, so that what was shown is what will be saved. */
function freshId(id: string, theirs: SceneFile, files: SceneFile[], taken: Set<string>): string {
  const document = theirs.byId.get(id);
  const seed = document ? rawIn(theirs, document) : id;
  for (let attempt = 0; ; attempt++) {
    const digest = createHash("sha256").update(`${attempt} ${id} ${seed}`).digest();
    const fresh = String(digest.readBigUInt64BE() >> 1n);
    if (fresh !== "0" && !taken.has(fresh) && !files.some(({ byId }) => byId.has(fresh))) return fresh;
  }
}
