import { slateContents } from "@slate/schema/db";
import { type Actor, readPrimary } from "@slate/service";
import { and, eq, inArray } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { createTextDetector, describe, keptContent, type StoredContent } from "./content.ts";
import { filesRepository, holdByManifests, layerOf, orUnavailable } from "./store.ts";
import { readAll } from "./streams.ts";

/** Blobs looked at or taken over at once. */
const CONCURRENCY = 8;

type Place = { workspaceId: string; projectId: string };
type Wanted = { sha256: string; size: number };

/**
 * Makes blobs of another repository of the project its contents, by hash: small text is read into the database, the rest is mounted and held by
 * manifests. Throws `content.unknown` for one that is not there or has another size, `file.too_large`.
 */
export async function adoptBlobs(
  deps: Deps,
  actor: Actor,
  place: Place,
  from: string,
  wanted: Wanted[],
): Promise<Map<string, StoredContent>> {
  const contents = await findKept(deps, actor, place, wanted);
  const missing = [...new Map(wanted.map((one) => [one.sha256, one])).values()].filter(({ sha256 }) => !contents.has(sha256));
  for (let i = 0; i < missing.length; i += CONCURRENCY) {
    const described = await Promise.all(missing.slice(i, i + CONCURRENCY).map((one) => orUnavailable(describeBlob(deps, from, one))));
    for (const content of described) contents.set(content.sha256, { ...content, manifestDigest: null });
  }
  for (const { sha256, size } of wanted) if (contents.get(sha256)?.size !== size) throw unknown(sha256, size);

  const blobs = [...contents.values()].filter(({ text, kept }) => text === null && !kept);
  const repository = filesRepository(place);
  for (let i = 0; i < blobs.length; i += CONCURRENCY)
    await Promise.all(
      blobs.slice(i, i + CONCURRENCY).map((blob) => orUnavailable(deps.registry.blobs.adopt(repository, layerOf(blob), from))),
    );
  const manifests = blobs.length ? await holdByManifests(deps, repository, blobs.map(layerOf), `adopted-${Bun.randomUUIDv7()}`) : new Map();
  for (const blob of blobs) contents.set(blob.sha256, { ...blob, manifestDigest: manifests.get(blob.sha256) });
  return contents;
}

const unknown = (sha256: string, size: number) => errors.contentUnknown(`There is no content ${sha256} of ${size} bytes`);

/** Those that the project has as contents of files already. */
async function findKept(deps: Deps, actor: Actor, place: Place, wanted: Wanted[]): Promise<Map<string, StoredContent>> {
  const hashes = wanted.map(({ sha256 }) => Buffer.from(sha256, "hex"));
  const rows = await readPrimary(deps, actor, (q) =>
    q
      .select({ sha256: slateContents.sha256, size: slateContents.size, binary: slateContents.binary })
      .from(slateContents)
      .where(and(eq(slateContents.projectId, place.projectId), inArray(slateContents.sha256, hashes))),
  );
  return new Map(
    rows.map((row) => {
      const sha256 = Buffer.from(row.sha256).toString("hex");
      return [sha256, keptContent({ ...row, sha256 })];
    }),
  );
}

/** Reads as much of a blob as tells text from binary; of text that belongs in the database, all. */
async function describeBlob(deps: Deps, from: string, { sha256, size }: Wanted) {
  const { TEXT_LIMIT_BYTES, FILE_LIMIT_BYTES } = deps.config;
  const { blobs } = deps.registry;
  const digest = `sha256:${sha256}`;
  if (size > FILE_LIMIT_BYTES) throw errors.fileTooLarge(`A file may have at most ${FILE_LIMIT_BYTES} bytes`);
  if ((await blobs.size(from, digest)) !== size) throw unknown(sha256, size);
  const { stream } = await blobs.pull(from, digest, { size });
  if (size <= TEXT_LIMIT_BYTES) {
    const bytes = await readAll(stream, size, () => unknown(sha256, size));
    return describe(bytes, TEXT_LIMIT_BYTES);
  }
  const detector = createTextDetector();
  for await (const chunk of stream) {
    detector.add(chunk);
    if (!detector.mayBeText()) break;
  }
  return { sha256, size, ...detector.end(), text: null };
}
