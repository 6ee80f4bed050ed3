import { pathKey } from "@slate/schema/api";
import { type Actor, transact } from "@slate/service";
import { type Content, createTextDetector, describe, keptContent, type StoredContent } from "../content/content.ts";
import { keepContents } from "../content/keep.ts";
import { filesRepository, type HeldContent, holdByManifests, layerOf, orUnavailable } from "../content/store.ts";
import { streamOf } from "../content/streams.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";

/** What a batch of contents may hold in memory before it is written, and how many batches may be on their way at once. */
const BATCH_BYTES = 2 * 1024 * 1024;
const BATCHES_UNDER_WAY = 3;

type Place = { workspaceId: string; projectId: string };
export type Staged = { path: string; content: StoredContent };

/**
 * Takes an import's files and makes their contents reachable bit by bit, so that memory stays bounded however large the archive is.
 * Nothing is visible before the changeset; contents of an import that fails are named by nothing.
 */
export function createStage(deps: Deps, actor: Actor, place: Place, existing: Set<string>) {
  const files = new Map<string, Staged>();
  const layers = new Map<string, Content>();
  const stored = new Set(existing);
  const underWay = new Set<Promise<unknown>>();
  let failure: unknown;
  let texts: HeldContent[] = [];
  let blobs: HeldContent[] = [];
  const repository = filesRepository(place);

  const sizeOf = (held: HeldContent[]) => held.reduce((sum, { content }) => sum + content.size, 0);

  /** Starts a write and lets at most a few run; the first failure ends the import at its next step. */
  async function start(work: Promise<unknown>): Promise<void> {
    const tracked = work
      .catch((error) => {
        failure ??= error;
      })
      .finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    while (underWay.size >= BATCHES_UNDER_WAY) await Promise.race(underWay);
    if (failure) throw failure;
  }
  const flushTexts = () => {
    const batch = texts;
    texts = [];
    return start(
      transact(deps, actor, (tx) =>
        keepContents(
          tx,
          place,
          batch.map(({ content }) => ({ ...content, manifestDigest: null })),
        ),
      ),
    );
  };
  const flushBlobs = () => {
    const batch = blobs;
    blobs = [];
    return start(
      orUnavailable(
        deps.registry.blobs.pushMany(
          repository,
          batch.map(({ bytes }) => bytes),
        ),
      ),
    );
  };

  /** Adds one file. */
  async function add(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const key = pathKey(path);
    if (files.has(key)) throw errors.archiveInvalid(`${JSON.stringify(path)} is in the archive more than once`);
    files.set(key, { path, content: await keep(chunks) });
  }

  /** Stores one content, whatever file it is for. What the project or this import has already is not stored again. */
  async function keep(chunks: AsyncIterable<Uint8Array>): Promise<StoredContent> {
    const head = await readHead(chunks, deps.config.TEXT_LIMIT_BYTES);
    const content = head.whole ? describe(head.bytes, deps.config.TEXT_LIMIT_BYTES) : await pushLarge(head.chunks);
    const kept = keptContent(content);
    if (stored.has(content.sha256)) return kept;
    stored.add(content.sha256);
    if (content.text === null) layers.set(content.sha256, content);
    if (!head.whole) return kept;
    if (content.text === null) {
      blobs.push({ content, bytes: head.bytes });
      if (sizeOf(blobs) >= BATCH_BYTES) await flushBlobs();
    } else {
      texts.push({ content, bytes: head.bytes });
      if (sizeOf(texts) >= BATCH_BYTES) await flushTexts();
    }
    return kept;
  }

  async function pushLarge(chunks: AsyncIterable<Uint8Array>): Promise<Content> {
    const detector = createTextDetector();
    const source = streamOf(
      (async function* () {
        for await (const chunk of chunks) {
          detector.add(chunk);
          yield chunk;
        }
      })(),
    );
    const { digest, size } = await orUnavailable(deps.registry.blobs.push(repository, source));
    return { sha256: digest.slice("sha256:".length), size, ...detector.end(), text: null };
  }

  /** Waits for all writes, and holds the blobs by manifests. From then on every content is in the database. */
  async function finish(tag: string): Promise<void> {
    if (texts.length) await flushTexts();
    if (blobs.length) await flushBlobs();
    await Promise.all(underWay);
    if (failure) throw failure;
    if (layers.size === 0) return;
    const manifests = await holdByManifests(deps, repository, [...layers.values()].map(layerOf), tag);
    const contents = [...layers.values()].map((content) => ({ ...content, manifestDigest: manifests.get(content.sha256) ?? null }));
    await transact(deps, actor, (tx) => keepContents(tx, place, contents));
  }

  return { add, keep, finish, files };
}

type Head = { whole: true; bytes: Uint8Array<ArrayBuffer> } | { whole: false; chunks: AsyncIterable<Uint8Array> };

/** Reads up to `limitBytes`; what is larger comes back as a stream that begins with what was read. */
async function readHead(chunks: AsyncIterable<Uint8Array>, limitBytes: number): Promise<Head> {
  const iterator = chunks[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let size = 0;
  while (size <= limitBytes) {
    const { done, value } = await iterator.next();
    if (done) return { whole: true, bytes: new Uint8Array(Buffer.concat(held)) };
    held.push(value);
    size += value.byteLength;
  }
  return {
    whole: false,
    chunks: (async function* () {
      yield* held;
      yield* { [Symbol.asyncIterator]: () => iterator };
    })(),
  };
}
