import { CLASS_ID } from "../unity/class-ids.ts";
import { parseFile, type UnityDocument } from "../unity/parse-documents.ts";
import type { Warning } from "../unity/warnings.ts";

/** The documents of one file, also by id; where two have the same id, the first counts. */
export type SceneFile = { text: string; documents: UnityDocument[]; byId: Map<string, UnityDocument>; warnings: Warning[] };

/** Reads a file of serialized objects. Never throws; a text that is none has no documents. */
export function readScene(text: string): SceneFile {
  const { documents, warnings } = isSerialized(text) ? parseFile(text) : { documents: [], warnings: [] };
  const byId = new Map<string, UnityDocument>();
  for (const document of documents) if (!byId.has(document.localId)) byId.set(document.localId, document);
  return { text, documents, byId, warnings };
}

/** Whether a text is serialized objects. Its name says nothing: a `.asset` may as well be JSON. */
export const isSerialized = (text: string): boolean => /^\uFEFF?%YAML 1\./.test(text);

/** Whether a document places a prefab in its file. Before 2018.3 a prefab also described itself by such a document. */
export const isInstance = ({ classId, stripped }: UnityDocument): boolean => classId === CLASS_ID.prefabInstance && !stripped;
