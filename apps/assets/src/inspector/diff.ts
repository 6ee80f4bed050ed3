import { SemanticDiff } from "@slate/schema/api";
import { AppError } from "@slate/service";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { diffScenes, type SceneDiff } from "../scenes/diff.ts";
import { resolveScene } from "../scenes/resolve.ts";
import { isSerialized } from "../scenes/scene-file.ts";
import { type FileVersion, findVersion } from "./find-file.ts";
import { type Ask, type LoadedScene, loadScene, pathOfNames } from "./load-scene.ts";

const NOTHING: Omit<LoadedScene, "file"> = { text: "", lossless: true, sources: new Map(), names: new Map() };
const UNREADABLE: SceneDiff = {
  changes: [],
  summary: { objectsAdded: 0, objectsRemoved: 0, objectsMoved: 0, componentsAdded: 0, componentsRemoved: 0, properties: 0 },
  hidden: 0,
  truncated: false,
};

/** Compares two versions of a file by objects and properties; `from` 0 is before the file existed. Throws `file.version_not_found`. */
export async function diffFile(deps: Deps, ask: Ask, fileId: string, from: number, to: number | undefined): Promise<SemanticDiff> {
  const [older, newer] = await ask(async (q) => {
    const last = await findVersion(q, fileId, to);
    return [from === 0 ? null : await findVersion(q, fileId, from), last];
  });
  const before = await loadSide(deps, ask, older);
  const after = await loadSide(deps, ask, newer);
  const isReadable = before !== null && after !== null && (isSerialized(before.text) || isSerialized(after.text));
  const names = new Map([...(before?.names ?? []), ...(after?.names ?? [])]);
  const diff = isReadable
    ? diffScenes(resolveScene(before.text, before.sources), resolveScene(after.text, after.sources), pathOfNames(names))
    : UNREADABLE;
  const { path, version } = newer;
  return SemanticDiff.parse({ fileId, path, from, to: version, readable: isReadable, ...diff, names: namedIn(diff, names) });
}

/** Null for what is too large; nothing at all where the file did not exist. */
async function loadSide(deps: Deps, ask: Ask, file: FileVersion | null): Promise<Omit<LoadedScene, "file"> | null> {
  if (!file?.content) return NOTHING;
  try {
    return await loadScene(deps, ask, file);
  } catch (error) {
    if (error instanceof AppError && error.definition === errors.contentTooLarge.definition) return null;
    throw error;
  }
}

function namedIn(diff: SceneDiff, names: LoadedScene["names"]) {
  const named = new Set(JSON.stringify(diff.changes).match(/[0-9a-f]{32}/g));
  return [...names.values()].filter(({ guid }) => named.has(guid));
}
