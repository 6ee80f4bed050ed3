import fc from "fast-check";
import { CLASS_ID, isTransform } from "../../unity/class-ids.ts";
import type { UnityDocument } from "../../unity/parse-documents.ts";
import { get, localIdOf } from "../../unity/tree.ts";
import { evaluate } from "../evaluate.ts";
import { inspect } from "../inspect.ts";
import { placeholderOf } from "../instances.ts";
import { resolveScene } from "../resolve.ts";
import { isInstance, readScene } from "../scene-file.ts";
import { splice } from "../splice.ts";
import type { TestProject } from "../test-project.ts";
import { applyPatches } from "./patch.ts";
import { repair } from "./repair.ts";

/** What somebody does to a file, for tests. Numbers choose among what there is. */
export type Act =
  | { do: "set"; object: number; property: number; value: number }
  | { do: "add"; parent: number; id: number; name: string }
  | { do: "remove"; object: number }
  | { do: "move"; object: number; to: number };

/** Often among the first few, so that two people meet. */
const pick = fc.oneof(fc.nat(4), fc.nat(10_000));
export const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("set" as const), object: pick, property: pick, value: fc.integer({ min: 2, max: 99_999 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("add" as const), parent: pick, id: fc.nat(3), name: fc.constantFrom("New", "Crate", "Lamp") }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("remove" as const), object: pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("move" as const), object: pick, to: pick }) },
);

const choose = <T>(list: T[], at: number): T | undefined => list[at % Math.max(1, list.length)];

/** Does it; a file in which it cannot be done stays as it is. */
export function perform(text: string, project: TestProject, one: Act): string {
  if (one.do === "set") return setNumber(text, project, one);
  if (one.do === "add") return addObject(text, one);
  return one.do === "remove" ? removeObject(text, one) : moveObject(text, one);
}

function setNumber(text: string, project: TestProject, { object, property, value }: Extract<Act, { do: "set" }>): string {
  const scene = resolveScene(text, project.sources);
  const chosen = choose(
    [...scene.objects.values()].filter((one) => evaluate(one) !== null),
    object,
  );
  const parts = chosen ? (inspect(scene, chosen.localId, project.pathOf)?.components ?? []) : [];
  const part = parts.find(({ localId }) => localId === chosen?.localId);
  const number = choose(part?.properties.filter(({ kind }) => kind === "number") ?? [], property);
  if (!part || !number) return text;
  return splice(text, [{ do: "set", localId: part.localId, path: number.path, value }], project.sources, project.pathOf);
}

const ownTransforms = (documents: UnityDocument[]) => documents.filter(({ classId, stripped }) => isTransform(classId) && !stripped);
const mended = (before: string, after: string) => repair(readScene(after), [readScene(before)]).text;

/** Ids come from a small stock, so that two people often take the same. */
function addObject(text: string, { parent, id, name }: Extract<Act, { do: "add" }>): string {
  const { documents, byId } = readScene(text);
  const above = choose(ownTransforms(documents), parent);
  const gameObject = String(7_000_000_001 + id * 2);
  const transform = String(7_000_000_002 + id * 2);
  if (!above || byId.has(gameObject)) return text;
  const added = [
    `--- !u!1 &${gameObject}`,
    "GameObject:",
    "  m_Component:",
    `  - component: {fileID: ${transform}}`,
    `  m_Name: ${name}`,
    "  m_IsActive: 1",
    `--- !u!4 &${transform}`,
    "Transform:",
    `  m_GameObject: {fileID: ${gameObject}}`,
    "  m_LocalPosition: {x: 1, y: 2, z: 3}",
    "  m_Children: []",
    `  m_Father: {fileID: ${above.localId}}`,
    "",
  ].join("\n");
  return mended(text, text + added);
}

/** A GameObject with its components and all below it, prefab instances too. */
function removeObject(text: string, { object }: Extract<Act, { do: "remove" }>): string {
  const { documents } = readScene(text);
  const transform = choose(ownTransforms(documents), object);
  if (!transform) return text;
  const gone = new Set([transform.localId, localIdOf(get(transform.body, "m_GameObject")) ?? ""]);
  for (let size = 0; size !== gone.size; ) {
    size = gone.size;
    for (const document of documents) {
      const owners = isInstance(document)
        ? [localIdOf(get(get(document.body, "m_Modification"), "m_TransformParent"))]
        : [
            localIdOf(get(document.body, "m_GameObject")),
            localIdOf(get(document.body, "m_Father")),
            placeholderOf(document)?.instanceId ?? null,
          ];
      const isTop = isTransform(document.classId) && gone.has(document.localId);
      if (owners.some((owner) => owner !== null && gone.has(owner))) gone.add(document.localId);
      if (isTop) gone.add(localIdOf(get(document.body, "m_GameObject")) ?? "");
    }
  }
  if (documents.every(({ localId, classId }) => classId !== CLASS_ID.gameObject || gone.has(localId))) return text;
  const patches = documents.filter(({ localId }) => gone.has(localId)).map(({ start, end }) => ({ start, end, text: "" }));
  return mended(text, applyPatches(text, patches));
}

function moveObject(text: string, { object, to }: Extract<Act, { do: "move" }>): string {
  const { documents, byId } = readScene(text);
  const transforms = ownTransforms(documents);
  const [moved, target] = [choose(transforms, object), choose(transforms, to)];
  const father = get(moved?.body, "m_Father");
  if (!moved || !target || !father || localIdOf(father) === null) return text;
  for (let at: string | null = target.localId; at !== null; at = localIdOf(get(byId.get(at)?.body, "m_Father")))
    if (at === moved.localId) return text;
  return mended(text, applyPatches(text, [{ start: father.start, end: father.end, text: `{fileID: ${target.localId}}` }]));
}
