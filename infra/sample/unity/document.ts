import { nothing } from "./references.ts";
import { emitFields, type Fields, type Flow, wrapFlow } from "./yaml.ts";

/** One object of a serialized file: its class, its id, its type name and its fields. */
export type UnityObject = {
  readonly classId: number;
  readonly fileId: bigint;
  readonly type: string;
  readonly fields: Fields;
  readonly stripped?: boolean;
};

const HEADER = "%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n";

/** The text of a serialized file with these objects in this order. */
export const serialize = (objects: readonly UnityObject[]): string => HEADER + objects.map(serializeObject).join("");

function serializeObject(object: UnityObject): string {
  const stripped = object.stripped ? " stripped" : "";
  return wrapFlow(`--- !u!${object.classId} &${object.fileId}${stripped}\n${object.type}:\n${emitFields(object.fields, 2)}`);
}

/** The first fields of every object: it belongs to no prefab unless told otherwise. */
export const origin: Fields = {
  m_ObjectHideFlags: 0,
  m_CorrespondingSourceObject: nothing,
  m_PrefabInstance: nothing,
  m_PrefabAsset: nothing,
};

/** An asset that is one ScriptableObject of the script `script`. */
export function scriptableObject(name: string, script: Flow, fields: Fields): UnityObject {
  return {
    classId: 114,
    fileId: 11400000n,
    type: "MonoBehaviour",
    fields: {
      ...origin,
      m_GameObject: nothing,
      m_Enabled: 1,
      m_EditorHideFlags: 0,
      m_Script: script,
      m_Name: name,
      m_EditorClassIdentifier: null,
      ...fields,
    },
  };
}
