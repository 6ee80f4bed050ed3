import type { PrefabSource, PrefabSources } from "./resolve.ts";

/** Guids of the prefabs and models that a file instantiates, each once. */
function sourceGuidsOf(text: string): string[] {
  const found = text.matchAll(/^ {2}m_(?:SourcePrefab|ParentPrefab): \{fileID: -?\d+,\s+guid: ([0-9a-f]{32})/gm);
  return [...new Set(Array.from(found, ([, guid = ""]) => guid))];
}

/**
 * Looks up many guids at once; those that are no prefab and no model, or not there, are left out, and so is what would make their texts larger than
 * `limitBytes` together: a thousand prefabs are not read to find that they are too much.
 */
export type LoadSources = (guids: string[], limitBytes: number) => Promise<ReadonlyMap<string, PrefabSource>>;

const ROUNDS_LIMIT = 16;
const SOURCES_LIMIT = 5_000;

/** Everything that a file instantiates, directly or through others. Each level is one question; what is past the limits is left out. */
export async function collectSources(text: string, load: LoadSources, limitBytes: number): Promise<PrefabSources> {
  const sources = new Map<string, PrefabSource>();
  const asked = new Set<string>();
  let next = sourceGuidsOf(text);
  let leftBytes = limitBytes;
  for (let round = 0; round < ROUNDS_LIMIT && next.length > 0 && leftBytes > 0; round++) {
    const wanted = next.slice(0, SOURCES_LIMIT - asked.size);
    for (const guid of wanted) asked.add(guid);
    const found = new Set<string>();
    for (const [guid, source] of await load(wanted, leftBytes)) {
      if (source.kind === "prefab") {
        leftBytes -= Buffer.byteLength(source.text);
        for (const inner of sourceGuidsOf(source.text)) if (!asked.has(inner)) found.add(inner);
      }
      sources.set(guid, source);
    }
    next = [...found];
  }
  return sources;
}
