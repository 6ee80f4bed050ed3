import { RegistryError } from "@slate/oci";
import type { AssetMetadata, AssetWarning } from "@slate/schema/api";
import { findContents, type PlacedContent, readBytes, readHead } from "../content/read-content.ts";
import type { Deps } from "../deps.ts";
import { type Deconstruction, deconstruct } from "../unity/deconstruct.ts";
import { DETECT_BYTES, detect } from "../unity/detect.ts";
import { editorVersionOf } from "../unity/unity-projects.ts";
import { workerPool } from "./background.ts";
import { findPaths } from "./guid-history.ts";
import type { FileState, Pair } from "./pair-files.ts";
import { howMuchToRead } from "./what-to-read.ts";

/** An asset taken apart. `lookups` is what was asked about others: guid → file name of the asset that has it. */
export type TakenApart = Omit<Deconstruction, "warnings"> & { warnings: AssetWarning[]; lookups: Map<string, string | null> };

/** Texts in one file that are taken for possible guids; a file of more is a list of hashes. */
const GUIDS_LIMIT = 20_000;
/** How long the parser may keep requests waiting. */
const TURN_MS = 25;

type Source = { pair: Pair; bytes: Uint8Array | null; meta: Uint8Array | null; detected: AssetMetadata; warnings: AssetWarning[] };

/** Reads pairs and takes them apart; what only looks broken is a warning. Throws when their content cannot be reached. */
export async function takeApart(deps: Deps, projectId: string, pairs: Pair[]): Promise<Map<Pair, TakenApart>> {
  const { orm } = workerPool(deps);
  const wanted = pairs.flatMap(({ file, meta }) => [file, meta].flatMap((one) => (one ? [one.sha256] : [])));
  const contents = await findContents(orm, projectId, wanted);
  const sources: Source[] = [];
  for (const pair of pairs) sources.push(await readPair(deps, pair, contents));

  const answers = new Map<string, string | null>();
  await ask(deps, projectId, answers, sources.flatMap(possibleGuids));
  const taken = new Map<Pair, TakenApart>();
  let turnBeganMs = performance.now();
  for (const source of sources) {
    taken.set(source.pair, await takeOneApart(source, answers, (guids) => ask(deps, projectId, answers, guids)));
    if (performance.now() - turnBeganMs < TURN_MS) continue;
    await Bun.sleep(0);
    turnBeganMs = performance.now();
  }
  return taken;
}

async function readPair(deps: Deps, pair: Pair, contents: Map<string, PlacedContent>): Promise<Source> {
  const { PARSE_LIMIT_BYTES } = deps.config;
  const { file, meta } = pair;
  const source: Source = { pair, bytes: file && new Uint8Array(), meta: null, detected: {}, warnings: [] };
  const read = (one: FileState) => readWhole(deps, one, contents.get(one.sha256), source.warnings);
  if (meta && meta.size <= PARSE_LIMIT_BYTES) source.meta = await read(meta);
  else if (meta) source.warnings.push({ code: "meta.too_large", message: tooLarge(meta, PARSE_LIMIT_BYTES) });
  if (!file) return source;
  let much = howMuchToRead(file, PARSE_LIMIT_BYTES);
  if (much === "head") {
    source.detected = detect(await readStart(deps, file, contents.get(file.sha256), source.warnings), file.size);
    // Unity's text with bytes in it that are no text: as after a crash while it was saved.
    if (source.detected.serialization === "yaml") much = file.size <= PARSE_LIMIT_BYTES ? "all" : "too-much";
  }
  if (much === "all") source.bytes = (await read(file)) ?? source.bytes;
  if (much === "too-much") source.warnings.push({ code: "file.too_large", message: tooLarge(file, PARSE_LIMIT_BYTES) });
  return source;
}

const tooLarge = ({ size }: FileState, limitBytes: number) => `It has ${size} bytes; at most ${limitBytes} are taken apart.`;

const readWhole = (deps: Deps, file: FileState, content: PlacedContent | undefined, warnings: AssetWarning[]) =>
  orWarning(file, warnings, null, async () => (content ? readBytes(deps, content, deps.config.PARSE_LIMIT_BYTES) : null));

const readStart = (deps: Deps, file: FileState, content: PlacedContent | undefined, warnings: AssetWarning[]) =>
  orWarning(file, warnings, new Uint8Array(), async () => (content ? readHead(deps, content, DETECT_BYTES) : null));

/** A registry that is away is waited for; a blob that it does not have, or not whole, will not come back by waiting. */
async function orWarning<T>(file: FileState, warnings: AssetWarning[], fallback: T, read: () => Promise<T | null>): Promise<T> {
  const bytes = await read().catch((error) => {
    if (error instanceof RegistryError && !error.retryable) return null;
    throw error;
  });
  if (bytes !== null) return bytes;
  warnings.push({ code: "file.content_missing", message: `The content of ${file.path} is missing or damaged.` });
  return fallback;
}

/** Texts that look like a guid. The parser asks about some of them. */
function possibleGuids({ bytes, meta }: Source): string[] {
  const found = new Set<string>();
  for (const part of [bytes, meta]) {
    if (!part) continue;
    const text = Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString("latin1");
    for (const [run] of text.matchAll(/[0-9a-fA-F]{32,}/g)) {
      if (run.length === 32 && found.size < GUIDS_LIMIT) found.add(run.toLowerCase());
    }
  }
  return [...found];
}

const QUESTIONS = 5000;

/** Adds the paths that the project has, or had last, for these guids. */
async function ask(deps: Deps, projectId: string, answers: Map<string, string | null>, guids: string[]): Promise<void> {
  const unknown = [...new Set(guids)].filter((guid) => !answers.has(guid));
  for (let i = 0; i < unknown.length; i += QUESTIONS) {
    const part = unknown.slice(i, i + QUESTIONS);
    const paths = await findPaths(workerPool(deps).orm, projectId, part);
    for (const guid of part) answers.set(guid, paths.get(guid) ?? null);
  }
}

async function takeOneApart(
  source: Source,
  answers: Map<string, string | null>,
  more: (guids: string[]) => Promise<void>,
): Promise<TakenApart> {
  const { pair, bytes, meta, detected } = source;
  for (let isLast = false; ; isLast = true) {
    const asked = new Map<string, string | null>();
    const unasked: string[] = [];
    const pathOf = (guid: string): string | undefined => {
      const answer = answers.get(guid);
      if (answer === undefined) unasked.push(guid);
      else if (asked.size < GUIDS_LIMIT) asked.set(guid, answer === null ? null : answer.slice(answer.lastIndexOf("/") + 1));
      return answer ?? undefined;
    };
    const { asset, warnings, ...parts } = deconstruct({ path: pair.path, bytes, meta }, { pathOf });
    // A guid that only shows once quotes and escapes are gone.
    if (unasked.length > 0 && !isLast) {
      await more(unasked.slice(0, GUIDS_LIMIT));
      continue;
    }
    const metadata = { ...asset.metadata, ...detected, ...editorVersion(pair.path, bytes) };
    return { asset: { ...asset, metadata }, ...parts, lookups: asked, warnings: [...source.warnings, ...warnings] };
  }
}

function editorVersion(path: string, bytes: Uint8Array | null): AssetMetadata {
  const version =
    bytes && /(^|\/)ProjectSettings\/ProjectVersion\.txt$/.test(path) ? editorVersionOf(new TextDecoder().decode(bytes)) : undefined;
  return version ? { unityVersion: version } : {};
}
