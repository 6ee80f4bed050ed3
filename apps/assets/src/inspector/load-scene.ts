import type { NamedAsset } from "@slate/schema/api";
import type { Queries } from "@slate/service";
import { sql } from "drizzle-orm";
import { findContents, type PlacedContent, readText } from "../content/read-content.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import type { PrefabSource, PrefabSources } from "../scenes/resolve.ts";
import { isSerialized } from "../scenes/scene-file.ts";
import { collectSources } from "../scenes/sources.ts";
import type { FileVersion } from "./find-file.ts";
import { findNames, guidsIn } from "./names.ts";

/** Runs a question to the database; each level of prefabs is one, and none waits for the registry. */
export type Ask = <T>(question: (q: Queries) => Promise<T>) => Promise<T>;

/** A file's text with everything that is needed to understand it. `lossless` says whether it can be written back. */
export type LoadedScene = { file: FileVersion; text: string; lossless: boolean; sources: PrefabSources; names: Map<string, NamedAsset> };

export const pathOfNames =
  (names: Map<string, NamedAsset>) =>
  (guid: string): string | undefined =>
    names.get(guid)?.path ?? undefined;

/**
 * Reads a version of a file, and the prefabs and models it shows as they were then. Throws `file.not_found` for a version that is a deletion,
 * and `asset.too_large`.
 */
export async function loadScene(deps: Pick<Deps, "registry" | "config">, ask: Ask, file: FileVersion): Promise<LoadedScene> {
  if (!file.content) throw errors.fileNotFound("This version is the deletion of the file");
  const { text, lossless } = await readText(deps, file.content, deps.config.INSPECT_LIMIT_BYTES);
  if (!isSerialized(text)) return { file, text, lossless, sources: new Map(), names: new Map() };
  const asOf = file.version === file.newestVersion ? null : file.changesetId;
  const sources = await collectSources(
    text,
    (guids, limitBytes) => loadSources(deps, ask, { projectId: file.projectId, guids, asOf, limitBytes }),
    deps.config.INSPECT_SOURCES_LIMIT_BYTES,
  );
  const texts = [text, ...Array.from(sources.values(), (source) => (source.kind === "prefab" ? source.text : ""))];
  const names = await ask((q) => findNames(q, file.projectId, guidsIn(texts)));
  return { file, text, lossless, sources, names };
}

type SourceRow = { guid: string; name: string; type: string; sha256: string | null; size: number | null };
type Wanted = { projectId: string; guids: string[]; asOf: string | null; limitBytes: number };
/** Later than every changeset: UUIDs of version 7 are in order of time. */
const NOW = "ffffffff-ffff-ffff-ffff-ffffffffffff";

async function loadSources(
  deps: Pick<Deps, "registry" | "config">,
  ask: Ask,
  { projectId, guids, asOf, limitBytes }: Wanted,
): Promise<ReadonlyMap<string, PrefabSource>> {
  const { rows, contents } = await ask(async (q) => {
    const rows = await q.execute<SourceRow>(sql`
      select a.guid, a.name, a.type, encode(v.sha256, 'hex') as sha256, c.size::float8 as size
      from slate_assets a left join lateral (
        select v.sha256 from slate_file_versions v
        where v.file_id = a.file_id and v.changeset_id <= ${asOf ?? NOW} order by v.version desc limit 1) v on true
      left join slate_contents c on c.project_id = a.project_id and c.sha256 = v.sha256
      where a.project_id = ${projectId} and a.deleted_at is null and a.guid in (select value from json_array_elements_text(${JSON.stringify(guids)}::json))
      order by a.guid`);
    const prefabs = fitting(rows.filter(isPrefab), deps.config.INSPECT_LIMIT_BYTES, limitBytes);
    return { rows, contents: await findContents(q, projectId, prefabs) };
  });
  const found = new Map<string, PrefabSource>();
  for (const row of rows) {
    if (row.type === "model") found.set(row.guid, { kind: "model", name: row.name });
    const content = isPrefab(row) && contents.get(row.sha256 ?? "");
    if (content) found.set(row.guid, { kind: "prefab", text: await textOf(deps, content) });
  }
  return found;
}

/** Hashes of what may be read: none that is too large by itself, and of the rest the first that have room together. */
function fitting(rows: SourceRow[], eachBytes: number, allBytes: number): string[] {
  let leftBytes = allBytes;
  return rows.flatMap(({ sha256, size }) => {
    if (sha256 === null || size === null || size > Math.min(eachBytes, leftBytes)) return [];
    leftBytes -= size;
    return [sha256];
  });
}

const isPrefab = ({ type }: SourceRow) => type === "prefab" || type === "prefab-variant";
const textOf = async (deps: Pick<Deps, "registry" | "config">, content: PlacedContent) =>
  (await readText(deps, content, deps.config.INSPECT_LIMIT_BYTES)).text;

/** What an answer says of the file it is about. */
export const aboutFile = ({ assetId, fileId, path, version }: FileVersion) => ({ assetId, fileId, path, version });

/** Whether edits can be made in this version: the newest, of which no byte would be lost. */
export const isEditable = ({ file, text, lossless }: LoadedScene): boolean =>
  lossless && file.version === file.newestVersion && isSerialized(text);
