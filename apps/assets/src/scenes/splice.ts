import type { PropertyEdit } from "@slate/schema/api";
import { findByPath } from "../unity/property-path.ts";
import { evaluate } from "./evaluate.ts";
import { isStructure } from "./fields.ts";
import { FileEditor } from "./file-editor.ts";
import type { PathOf } from "./hierarchy.ts";
import { type PrefabSources, resolveScene, type Scene, type SceneObject } from "./resolve.ts";
import { isSerialized } from "./scene-file.ts";
import { arraySize, resizeArray } from "./splice-array.ts";
import { replaceScalar, revertOverride, type Target, writeOverride } from "./splice-override.ts";
import { type EditValue, SpliceRefusal, type Step, stepsOf } from "./splice-value.ts";
import { writeReference } from "./write-scalar.ts";

export { SpliceRefusal } from "./splice-value.ts";

/** Edits after which all prefabs must be looked at anew: changes of an array's size, and reverts. */
const DEEP_EDITS_LIMIT = 50;

/**
 * Makes edits in the text of a file, in order, each seeing those before it. Only the bytes of what changes differ. On an object that a prefab
 * instance brought, an edit becomes an override in the instance. Throws a `SpliceRefusal` for the first edit that cannot be made.
 */
export function splice(text: string, edits: PropertyEdit[], sources: PrefabSources, pathOf: PathOf): string {
  if (!isSerialized(text)) throw new SpliceRefusal("not_serialized", "This file holds no objects as text");
  return new Splicer(text, sources, pathOf).run(edits);
}

class Splicer {
  readonly #editor: FileEditor;
  #scene: Scene;
  #deepEdits = 0;
  /** Overrides that this run has written: what the scene says of them is old. */
  readonly #written = new Set<string>();

  constructor(
    text: string,
    readonly sources: PrefabSources,
    readonly pathOf: PathOf,
  ) {
    this.#editor = new FileEditor(text);
    this.#scene = resolveScene(text, sources);
  }

  run(edits: PropertyEdit[]): string {
    for (const [index, edit] of edits.entries()) {
      try {
        this.#make(edit);
      } catch (error) {
        if (error instanceof SpliceRefusal) error.edit = index;
        throw error;
      }
    }
    return this.#editor.text;
  }

  #make(edit: PropertyEdit): void {
    const object = this.#find(edit.localId);
    if (isStructure(edit.path)) throw new SpliceRefusal("structure", `${edit.path} holds objects together and is not edited by itself`);
    if (!isCanonical(edit.path)) throw new SpliceRefusal("unknown_path", `${edit.path} is not how a property is named`);
    if (edit.do === "revert") this.#revert(object, edit.path);
    else if (object.from) this.#override(object, targetOf(object), edit.path, edit.value);
    else this.#setOwn(object.localId, edit.path, edit.value);
  }

  #find(localId: string): SceneObject {
    const object = this.#scene.objects.get(localId);
    if (object) return object;
    if (this.#scene.file.byId.get(localId)?.stripped)
      throw new SpliceRefusal("stripped", `${localId} stands for an object of a prefab that is not there`);
    if (this.#scene.instances.has(localId))
      throw new SpliceRefusal("structure", `${localId} is a prefab instance: edit the objects that it brings`);
    throw new SpliceRefusal("unknown_object", `There is no object ${localId}`);
  }

  #revert(object: SceneObject, path: string): void {
    if (!object.from) throw new SpliceRefusal("not_overridden", `${object.localId} is an object of this file: it overrides nothing`);
    revertOverride(this.#editor, targetOf(object), path);
    this.#lookAnew();
  }

  #setOwn(localId: string, path: string, value: EditValue): void {
    const editor = this.#editor;
    const body = editor.read(localId)?.body;
    if (!body) throw new SpliceRefusal("unreadable", `The object ${localId} cannot be read`);
    const array = /^(.+)\.Array\.size$/.exec(path)?.[1];
    if (array !== undefined) {
      resizeArray(editor, body, array, arraySize(value, path));
      return;
    }
    const node = findByPath(body, path);
    if (!node) throw new SpliceRefusal("unknown_path", `${localId} has no ${path}`);
    // From the back, so that the places of the others stay true.
    const steps = stepsOf(node, path, value, this.#references()).sort((a, b) => b.node.start - a.node.start);
    for (const { node: at, to } of steps) {
      if ("text" in to) replaceScalar(editor, at, to.text);
      else editor.replace(at.start, at.end, writeReference(to.reference, editor.linePrefix(at.start)));
    }
  }

  #override(object: SceneObject, target: Target, path: string, value: EditValue): void {
    const body = evaluate(object);
    if (!body) throw new SpliceRefusal("unreadable", `The object ${object.localId} cannot be read in its prefab`);
    const array = /^(.+)\.Array\.size$/.exec(path)?.[1];
    if (array !== undefined) {
      const node = findByPath(body, array);
      if (node?.kind !== "sequence") throw new SpliceRefusal("unknown_path", `There is no array ${array}`);
      const size = arraySize(value, path);
      if (size === node.items.length) return;
      writeOverride(this.#editor, target, path, { text: String(size) });
      this.#lookAnew();
      return;
    }
    const node = findByPath(body, path);
    if (!node) throw new SpliceRefusal("unknown_path", `${object.localId} has no ${path}`);
    for (const step of this.#overrideSteps(object, node, path, value)) {
      writeOverride(this.#editor, target, step.path, step.to);
      this.#written.add(`${object.localId} ${step.path}`);
    }
  }

  #overrideSteps(object: SceneObject, node: Parameters<typeof stepsOf>[0], path: string, value: EditValue): Step[] {
    const isWritten = [...this.#written].some((key) => key === `${object.localId} ${path}` || key.startsWith(`${object.localId} ${path}.`));
    if (isWritten) {
      this.#lookAnew();
      const fresh = this.#scene.objects.get(object.localId);
      const body = fresh && evaluate(fresh);
      const at = body && findByPath(body, path);
      if (at) return stepsOf(at, path, value, this.#references());
    }
    return stepsOf(node, path, value, this.#references());
  }

  #references() {
    return { has: (localId: string) => this.#editor.has(localId), pathOf: this.pathOf };
  }

  #lookAnew(): void {
    if (++this.#deepEdits > DEEP_EDITS_LIMIT) {
      throw new SpliceRefusal("too_many", `More than ${DEEP_EDITS_LIMIT} edits that change what the others see: send them apart`);
    }
    this.#scene = resolveScene(this.#editor.text, this.sources);
    this.#written.clear();
  }
}

/** One way to write each path: an override is found again by its text. */
const isCanonical = (path: string): boolean => !/\.$|\.\.|\[0\d|[\n\r]/.test(path);

function targetOf({ from }: SceneObject): Target {
  if (!from) throw new Error("an object of its own file has no target");
  const { instance, source } = from;
  return { instanceId: instance.localId, reference: { localId: source.localId, guid: instance.source.guid, type: instance.source.type } };
}
