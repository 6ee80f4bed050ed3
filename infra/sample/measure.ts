/** Reads the sample as a stranger would, with regular expressions and no help from the generator, and counts what is in it. */

export type UnityDocument = { readonly classId: number; readonly fileId: bigint; readonly stripped: boolean; readonly body: string };
export type Reference = { readonly fileId: bigint; readonly guid: string; readonly type: number };
export type Files = ReadonlyMap<string, Buffer>;

const MAGIC = "%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n";
const DOCUMENT = /^--- !u!(\d+) &(-?\d+)( stripped)?\n((?:(?!--- ).*\n)*)/gm;
const EXTERNAL = /\{fileID:\s*(-?\d+),\s*guid:\s*([0-9a-f]{32}),\s*type:\s*(\d+)\s*\}/g;
const LOCAL = /\{fileID:\s*(-?\d+)\s*\}/g;

export const isYaml = (content: Buffer): boolean => content.subarray(0, MAGIC.length).equals(Buffer.from(MAGIC));

export const documentsOf = (content: Buffer): UnityDocument[] =>
  [...content.toString().matchAll(DOCUMENT)].map(([, classId, fileId, stripped, body]) => ({
    classId: Number(classId),
    fileId: BigInt(fileId ?? 0),
    stripped: stripped !== undefined,
    body: body ?? "",
  }));

export const externalReferences = (text: string): Reference[] =>
  [...text.matchAll(EXTERNAL)].map(([, fileId, guid, type]) => ({ fileId: BigInt(fileId ?? 0), guid: guid ?? "", type: Number(type) }));

/** Ids of references inside the file, without the null reference. */
export const localReferences = (text: string): bigint[] =>
  [...text.matchAll(LOCAL)].map(([, id]) => BigInt(id ?? 0)).filter((id) => id !== 0n);

/** Path of the asset by guid, for every .meta. */
export function guidIndex(files: Files): Map<string, string> {
  const index = new Map<string, string>();
  for (const [path, content] of files) {
    const guid = path.endsWith(".meta") ? /^guid: ([0-9a-f]{32})$/m.exec(content.toString())?.[1] : undefined;
    if (guid) index.set(guid, path.slice(0, -".meta".length));
  }
  return index;
}

export const isBuiltIn = (guid: string): boolean => guid.startsWith("0000000000000000");

/** A file with Unity references: serialized YAML, or a .meta. */
const holdsReferences = (path: string, content: Buffer): boolean => path.endsWith(".meta") || isYaml(content);

/** Every external reference of the project with the file it stands in. */
export const allExternal = (files: Files): { path: string; reference: Reference }[] =>
  [...files]
    .filter(([path, content]) => holdsReferences(path, content))
    .flatMap(([path, content]) => externalReferences(content.toString()).map((reference) => ({ path, reference })));

/** What README.md states, one row per count, in its order. */
export function measure(files: Files, packageGuids: ReadonlySet<string>): Map<string, number> {
  const yaml = [...files].filter(([, content]) => isYaml(content));
  const documents = yaml.flatMap(([, content]) => documentsOf(content));
  const metas = [...files].filter(([path]) => path.endsWith(".meta"));
  const guids = guidIndex(files);
  const references = allExternal(files).map(({ reference }) => reference);
  const count = <T>(list: readonly T[], test: (item: T) => boolean): number => list.filter(test).length;
  const unknown = (guid: string): boolean => !isBuiltIn(guid) && !packageGuids.has(guid) && !guids.has(guid);
  return new Map([
    ["files", files.size],
    [".meta files", metas.length],
    [".meta files of folders", count(metas, ([, content]) => content.includes("folderAsset: yes"))],
    ["serialized YAML files", yaml.length],
    ["YAML documents", documents.length],
    ["stripped documents", count(documents, (document) => document.stripped)],
    ["negative anchors", count(documents, (document) => document.fileId < 0n)],
    ["anchors beyond 2^53", count(documents, ({ fileId }) => (fileId < 0n ? -fileId : fileId) > 2n ** 53n)],
    ["prefab instances", count(documents, (document) => document.classId === 1001)],
    ["property overrides", documents.reduce((sum, { body }) => sum + (body.match(/propertyPath: /g)?.length ?? 0), 0)],
    ["removed components", documents.reduce((sum, { body }) => sum + removedComponents(body), 0)],
    ["added objects and components", documents.reduce((sum, { body }) => sum + (body.match(/addedObject: /g)?.length ?? 0), 0)],
    ["external references", references.length],
    ["references to built-in guids", count(references, ({ guid }) => isBuiltIn(guid))],
    ["references to package scripts", count(references, ({ guid }) => packageGuids.has(guid))],
    ["references to missing guids", count(references, ({ guid }) => unknown(guid))],
  ]);
}

/** Number of documents by class id, the most frequent first. */
export function documentsByClass(files: Files): Map<number, number> {
  const counts = new Map<number, number>();
  for (const [, content] of files) {
    if (!isYaml(content)) continue;
    for (const { classId } of documentsOf(content)) counts.set(classId, (counts.get(classId) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a, x], [b, y]) => y - x || a - b));
}

function removedComponents(body: string): number {
  const section = /m_RemovedComponents:\n([\s\S]*?) {4}m_RemovedGameObjects/.exec(body)?.[1];
  return section ? externalReferences(section).length : 0;
}
