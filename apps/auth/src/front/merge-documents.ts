/** The part of an OpenAPI document that merging looks at. */
export type Document = {
  openapi: string;
  info: { title: string; description?: string; version: string };
  paths?: Record<string, Record<string, unknown>>;
  components?: Record<string, Record<string, unknown>>;
};

const REFERENCE = /^#\/components\/([^/]+)\/(.+)$/;

/**
 * Makes one document of several, by service. Components of the same name and meaning are shared; where only the name is the same, the later
 * one is renamed after its service, with all that refers to it. Operation ids likewise.
 */
export function mergeDocuments(documents: Record<string, Document>, info: Document["info"]): Document {
  const paths: Required<Document>["paths"] = {};
  const components: Required<Document>["components"] = {};
  const fingerprints = new Map<string, string>();
  const operationIds = new Set<string>();

  for (const [service, document] of Object.entries(documents)) {
    const renamed = new Map<string, string>();
    for (const [section, name] of componentNames(document)) {
      const reference = `#/components/${section}/${name}`;
      const fingerprint = fingerprintOf(document, reference);
      const taken = fingerprints.get(reference);
      const finalName = taken === undefined || taken === fingerprint ? name : `${capitalize(service)}${name}`;
      fingerprints.set(`#/components/${section}/${finalName}`, fingerprint);
      if (finalName !== name) renamed.set(reference, `#/components/${section}/${finalName}`);
    }
    for (const [section, name] of componentNames(document)) {
      const finalName = (renamed.get(`#/components/${section}/${name}`) ?? name).split("/").at(-1) as string;
      components[section] ??= {};
      components[section][finalName] ??= replaceReferences(document.components?.[section]?.[name], renamed);
    }
    for (const [path, item] of Object.entries(document.paths ?? {})) {
      const operations = replaceReferences(item, renamed) as Record<string, unknown>;
      for (const operation of Object.values(operations)) if (hasId(operation)) makeUnique(operation, service, operationIds);
      paths[path] = { ...operations, ...paths[path] };
    }
  }
  return { openapi: "3.1.0", info, paths, components };
}

const capitalize = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const componentNames = (document: Document): [section: string, name: string][] =>
  Object.entries(document.components ?? {}).flatMap(([section, entries]) =>
    Object.keys(entries).map((name): [string, string] => [section, name]),
  );

/** What a component means: its content with everything it refers to written out. */
function fingerprintOf(document: Document, reference: string, within: string[] = []): string {
  if (within.includes(reference)) return reference;
  const [, section = "", name = ""] = REFERENCE.exec(reference) ?? [];
  return JSON.stringify(document.components?.[section]?.[name] ?? null, (key, value) =>
    key === "$ref" && typeof value === "string" ? fingerprintOf(document, value, [...within, reference]) : value,
  );
}

const replaceReferences = (value: unknown, renamed: Map<string, string>): unknown =>
  JSON.parse(JSON.stringify(value), (key, inner) => (key === "$ref" ? (renamed.get(inner) ?? inner) : inner));

type WithId = { operationId: string };
const hasId = (operation: unknown): operation is WithId =>
  typeof operation === "object" && operation !== null && "operationId" in operation && typeof operation.operationId === "string";

function makeUnique(operation: WithId, service: string, taken: Set<string>): void {
  if (taken.has(operation.operationId)) operation.operationId = `${service}${capitalize(operation.operationId)}`;
  taken.add(operation.operationId);
}
