import { parseFile } from "../unity/parse-documents.ts";
import { localReferencesOf } from "./local-references.ts";

/** What is wrong with the ids of a file, for tests: ids that two documents have, and references to ids that none has. */
export function problemsOf(text: string): string[] {
  const { documents, warnings } = parseFile(text);
  const ids = new Set(documents.map(({ localId }) => localId));
  const dangling = documents.flatMap((document) => localReferencesOf(document.body).filter(({ localId }) => !ids.has(localId)));
  return [...warnings.map(({ message }) => message), ...new Set(dangling.map(({ localId }) => `dangling ${localId}`))].sort();
}
