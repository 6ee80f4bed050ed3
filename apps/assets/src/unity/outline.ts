import { CLASS_ID } from "./class-ids.ts";
import type { UnityDocument } from "./parse-documents.ts";
import { prefabInstanceIdOf, sourcePrefabOf } from "./properties.ts";
import { get, getIn, itemsOf, localIdOf, type MapNode, referenceOf, textOf } from "./tree.ts";

/** What the other documents of a file need to know of one: small, so that its tree need not be kept. */
export type Outline = {
  localId: string;
  classId: number;
  /** The name that the document gives its type; null when it could not be read. */
  type: string | null;
  stripped: boolean;
  /** Its own name, or for an instance the one that it gives its root; "" for none. */
  name: string;
  gameObject: string | null;
  /** The transform that a transform or an instance hangs on. */
  above: string | null;
  /** The instance that brought a placeholder into the file. */
  instance: string | null;
  /** Guid of the prefab that an instance is one of. */
  source: string | null;
};

export function outlineOf({ localId, classId, type, stripped, body }: UnityDocument): Outline {
  const isInstance = classId === CLASS_ID.prefabInstance;
  return {
    localId,
    classId,
    type,
    stripped,
    name: (body && isInstance ? rootNameOf(body) : textOf(body, "m_Name")) ?? "",
    gameObject: localIdOf(get(body, "m_GameObject")),
    above: localIdOf(isInstance ? getIn(body, "m_Modification", "m_TransformParent") : get(body, "m_Father")),
    instance: body && prefabInstanceIdOf(body),
    source: body && isInstance ? (referenceOf(sourcePrefabOf(body))?.guid ?? null) : null,
  };
}

/** Only the root is renamed as a rule, and it comes first. */
function rootNameOf(body: MapNode): string | undefined {
  const overrides = itemsOf(getIn(body, "m_Modification", "m_Modifications"));
  return textOf(
    overrides.find((item) => textOf(item, "propertyPath") === "m_Name"),
    "value",
  );
}
