import type { StoredContent } from "../content/content.ts";
import { readAll } from "../content/streams.ts";
import { errors } from "../errors.ts";
import type { Entry } from "./archive.ts";
import { guidIn } from "./meta-guid.ts";

/** One asset of a Unity package: what its folder in the archive, named by its guid, had. A folder has only a meta. */
export type PackagedAsset = {
  guid: string;
  pathname: string | null;
  asset: StoredContent | null;
  meta: StoredContent | null;
  /** The guid that the meta itself declares. */
  declaredGuid: string | null;
};

type Options = {
  /** Stores one content, wherever it belongs. */
  keep: (chunks: AsyncIterable<Uint8Array>) => Promise<StoredContent>;
  /** Told of what is no part of an asset: previews, icons, files of other tools. */
  ignore: (reason: string, name: string) => void;
  onPart: () => Promise<void>;
};

const PART = /^([0-9a-f]{32})\/(asset|asset\.meta|pathname)$/;
const PATHNAME_LIMIT_BYTES = 8192;
const META_HEAD_BYTES = 4096;

/**
 * Reads a Unity package (gzip of tar, one folder for each guid) as it arrives. Parts come in any order, so contents are stored at once and
 * paths are decided when all is read. Throws `import.invalid`.
 */
export async function readPackage(entries: AsyncIterable<Entry>, { keep, ignore, onPart }: Options): Promise<PackagedAsset[]> {
  const found = new Map<string, PackagedAsset>();
  for await (const { path: entryPath, chunks } of entries) {
    const name = entryPath.replace(/^(?:\.\/)+/, "");
    refuseClimbing(name);
    const [, guid, part] = PART.exec(name) ?? [];
    if (!guid) {
      ignore(/^[0-9a-f]{32}\/preview\.png$/.test(name) ? "preview.png" : "no part of an asset", name);
      for await (const _ of chunks);
      await onPart();
      continue;
    }
    const known = found.get(guid) ?? { guid, pathname: null, asset: null, meta: null, declaredGuid: null };
    found.set(guid, known);
    const once = (has: unknown) => {
      if (has !== null) throw errors.archiveInvalid(`${name} is in the package more than once`);
    };
    if (part === "pathname") {
      once(known.pathname);
      known.pathname = await readPathname(name, chunks);
    } else if (part === "asset") {
      once(known.asset);
      known.asset = await keep(chunks);
    } else {
      once(known.meta);
      const head = createHead();
      known.meta = await keep(head.pass(chunks));
      known.declaredGuid = guidIn(head.text());
    }
    await onPart();
  }
  if (found.size === 0) throw errors.archiveInvalid("The archive is not a Unity package: it has no asset in it");
  return [...found.values()];
}

/** Names are never used as paths, but whoever writes such ones means no good. */
export function refuseClimbing(name: string): void {
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(name) || name.split(/[/\\]/).includes(".."))
    throw errors.archiveInvalid(`${JSON.stringify(name.slice(0, 300))} leads out of the project`);
}

/** The first line; some exporters write a second one, `00`. */
async function readPathname(name: string, chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const bytes = await readAll(chunks, PATHNAME_LIMIT_BYTES, () => errors.archiveInvalid(`${name} is longer than any path`));
  try {
    return (new TextDecoder("utf-8", { fatal: true }).decode(bytes).split(/[\r\n]/, 1)[0] ?? "").replaceAll("\\", "/");
  } catch (cause) {
    throw errors.archiveInvalid(`${name} is not UTF-8`, { cause });
  }
}

/** Remembers how a stream began while it passes. */
function createHead() {
  let bytes = Buffer.alloc(0);
  return {
    async *pass(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        if (bytes.length < META_HEAD_BYTES) bytes = Buffer.concat([bytes, chunk.subarray(0, META_HEAD_BYTES - bytes.length)]);
        yield chunk;
      }
    },
    text: () => bytes.toString("utf8"),
  };
}
