import { CLASS_ID, isTransform } from "../../unity/class-ids.ts";
import type { UnityDocument } from "../../unity/parse-documents.ts";
import { entriesOf, get, getIn, itemsOf, localIdOf } from "../../unity/tree.ts";
import { placeholderOf } from "../instances.ts";
import { localReferencesOf } from "../local-references.ts";
import { isInstance, isSerialized, readScene, type SceneFile } from "../scene-file.ts";
import { openLoops } from "./father-loops.ts";
import { mergeValue } from "./merge-value.ts";
import { mergeOrder } from "./order.ts";
import { type Remapped, remapTheirs } from "./remap.ts";
import { repair } from "./repair.ts";
import { type Conflict, Decisions, type SideName, type Three, takeChanged } from "./sides.ts";

export type Merge = { text: string; conflicts: Conflict[]; remapped: Remapped[] };

/**
 * Merges two changes of a file of serialized objects: object by object, property by property, override by override. What both changed differently
 * is a conflict; until it is decided the text has ours, and what one side removed stays. Documents that nobody changed keep their bytes. The
 * result has no id twice and no reference to nothing that a side did not have already.
 */
export function mergeFiles(texts: Three<string>, made: ReadonlyMap<string, SideName> = new Map()): Merge {
  const changed = takeChanged(texts);
  if (changed !== undefined) return { text: changed, conflicts: [], remapped: [] };
  const files = { base: readScene(texts.base), ours: readScene(texts.ours), theirs: readScene(texts.theirs) };
  const decisions = new Decisions(made);
  if (![files.base, files.ours, files.theirs].every(isMergeable)) {
    const taken = decisions.decide({ id: "file", kind: "document", localId: "0", path: null, target: null, ...texts });
    return { text: texts[taken], conflicts: decisions.conflicts, remapped: [] };
  }
  const { file: theirs, remapped } = remapTheirs(files);
  const sides = { ...files, theirs };
  const documents = new DocumentMerger(sides, decisions).run();
  const assembled = readScene(assemble(sides, documents));
  const all = [sides.base, sides.ours, sides.theirs];
  const opened = openLoops(repair(assembled, all), sides, decisions);
  return { text: repair(opened, all).text, conflicts: decisions.conflicts, remapped };
}

/** Whether its objects can be told apart and nothing is between them. One that cannot be read may be in it: it is taken as a whole. */
const isMergeable = ({ text, documents, byId }: SceneFile): boolean =>
  isSerialized(text) && byId.size === documents.length && documents.every(({ end }, i) => end === (documents[i + 1]?.start ?? text.length));

/** The text of a document without its last line feed. */
const rawIn = ({ text }: SceneFile, document: UnityDocument | undefined): string | null =>
  document ? text.slice(document.start, text[document.end - 1] === "\n" ? document.end - 1 : document.end) : null;

function assemble(sides: Three<SceneFile>, documents: Map<string, string>): string {
  const orders = { base: idsOf(sides.base), ours: idsOf(sides.ours), theirs: idsOf(sides.theirs) };
  const { order } = mergeOrder(orders, new Set(documents.keys()));
  const preambles = { base: preambleOf(sides.base), ours: preambleOf(sides.ours), theirs: preambleOf(sides.theirs) };
  const tails = { base: tailOf(sides.base), ours: tailOf(sides.ours), theirs: tailOf(sides.theirs) };
  const preamble = takeChanged(preambles) ?? preambles.ours;
  return preamble + order.map((id) => documents.get(id)).join("\n") + (takeChanged(tails) ?? tails.ours);
}

const idsOf = ({ documents }: SceneFile) => documents.map(({ localId }) => localId);
const preambleOf = ({ text, documents }: SceneFile) => text.slice(0, documents[0]?.start ?? text.length);
const tailOf = ({ text }: SceneFile) => (text.endsWith("\n") ? "\n" : "");

/** Decides which documents there are, and merges each. */
class DocumentMerger {
  readonly #merged = new Map<string, string>();
  /** What somebody has decided to remove, and what belonged to it. */
  readonly #dropped = new Set<string>();
  /** What is there only because a conflict keeps it. */
  readonly #kept = new Set<string>();

  constructor(
    readonly sides: Three<SceneFile>,
    readonly decisions: Decisions,
  ) {}

  run(): Map<string, string> {
    const { base, ours, theirs } = this.sides;
    for (const id of new Set([...idsOf(ours), ...idsOf(theirs), ...idsOf(base)])) {
      const raws = this.#rawsOf(id);
      const changed = takeChanged(raws);
      if (changed !== undefined) {
        if (changed !== null) this.#merged.set(id, changed);
      } else if (raws.ours === null || raws.theirs === null) this.#decideRemoval(id, raws);
      else this.#merged.set(id, this.#mergeDocument(id, raws as Three<string>));
    }
    this.#keepWhatIsNamed();
    this.#dropWhatBelongs();
    return this.#merged;
  }

  #rawsOf(id: string): Three<string | null> {
    const { base, ours, theirs } = this.sides;
    return { base: rawIn(base, base.byId.get(id)), ours: rawIn(ours, ours.byId.get(id)), theirs: rawIn(theirs, theirs.byId.get(id)) };
  }

  /** One side removed it, the other needs it: it stays until somebody decides otherwise. */
  #decideRemoval(id: string, raws: Three<string | null>): void {
    const has = raws.ours === null ? "theirs" : "ours";
    const taken = this.decisions.decide(
      { id: `${id} removed`, kind: "removed-and-changed", localId: id, path: null, target: null, ...raws },
      has,
    );
    const raw = raws[taken];
    if (raw === null) this.#dropped.add(id);
    else {
      this.#merged.set(id, raw);
      this.#kept.add(id);
    }
  }

  #mergeDocument(id: string, raws: Three<string>): string {
    const part = (side: SceneFile) => {
      const document = side.byId.get(id);
      const raw = rawIn(side, document) ?? "";
      return document?.body && !document.body.flow
        ? {
            head: side.text.slice(document.start, document.body.start),
            text: side.text,
            node: document.body,
            end: document.start + raw.length,
          }
        : null;
    };
    const [base, ours, theirs] = [part(this.sides.base), part(this.sides.ours), part(this.sides.theirs)];
    const head = base && ours && theirs ? takeChanged({ base: base.head, ours: ours.head, theirs: theirs.head }) : undefined;
    if (!base || !ours || !theirs || head === undefined) {
      return raws[this.decisions.decide({ id: `${id} document`, kind: "document", localId: id, path: null, target: null, ...raws })];
    }
    return head + mergeValue({ base, ours, theirs }, { localId: id, path: "", target: null, decisions: this.decisions });
  }

  /** What one side removed and the merged documents name is brought back, and with it what that names. */
  #keepWhatIsNamed(): void {
    for (;;) {
      const file = readScene(assemble(this.sides, this.#merged));
      let isDone = true;
      for (const document of file.documents) {
        for (const { localId } of localReferencesOf(document.body)) {
          if (this.#merged.has(localId) || this.#dropped.has(localId)) continue;
          const raws = this.#rawsOf(localId);
          const raw = raws.ours ?? raws.theirs;
          if (raw === null) continue;
          isDone = false;
          if (this.#kept.has(document.localId)) {
            this.#merged.set(localId, raw);
            this.#kept.add(localId);
          } else this.#decideRemoval(localId, raws);
        }
      }
      if (isDone) return;
    }
  }

  /** With an object goes what belongs to it: components, what hangs below, placeholders of an instance. */
  #dropWhatBelongs(): void {
    if (this.#dropped.size === 0) return;
    const file = readScene(assemble(this.sides, this.#merged));
    for (let isDone = false; !isDone; ) {
      isDone = true;
      for (const document of file.documents) {
        if (this.#dropped.has(document.localId) || !ownersOf(document, file).some((owner) => this.#dropped.has(owner))) continue;
        this.#dropped.add(document.localId);
        this.#merged.delete(document.localId);
        isDone = false;
      }
    }
  }
}

/** Objects without which this one cannot be. */
function ownersOf(document: UnityDocument, file: SceneFile): string[] {
  const { body, classId } = document;
  const placeholder = placeholderOf(document);
  if (placeholder) return [placeholder.instanceId];
  if (isInstance(document)) return [localIdOf(getIn(body, "m_Modification", "m_TransformParent")) ?? ""];
  if (classId === CLASS_ID.gameObject) {
    const components = itemsOf(get(body, "m_Component")).flatMap((item) => localIdOf(entriesOf(item)[0]?.value) ?? []);
    // Its transform is the first; one that is gone is not in the file any more.
    return components.slice(0, 1).filter((id) => isTransform(file.byId.get(id)?.classId ?? CLASS_ID.transform));
  }
  return [localIdOf(get(body, "m_GameObject")) ?? "", localIdOf(get(body, "m_Father")) ?? ""];
}
