import { ASSET_TYPES, type AssetType, type ReferenceKind } from "@slate/schema/api";
import { createIdIndex, type IdIndex, idText } from "./id-index.ts";

export const KINDS = ["strong", "weak", "script", "prefab", "builtin"] as const satisfies ReferenceKind[];
const KIND_BITS = 3;
const KIND_MASK = (1 << KIND_BITS) - 1;
export const WEAK = KINDS.indexOf("weak");

/** What SQL says of an asset in one bit each. */
export const FLAGS = { hasMeta: 1, duplicateGuid: 2, inBundle: 4, inAssets: 8 } as const;

/** Assets in byte order of their paths; `tags` are `type << 8 | flags`; `paths` are UTF-8, each ended by a zero byte. */
export type AssetColumns = { ids: Uint8Array; guids: Uint8Array; sizes: Float64Array; tags: Uint32Array; paths: Uint8Array };
/** One entry for each reference: the place of who names, and `place << 3 | kind` of what is named. */
export type EdgeColumns = { from: Uint32Array; to: Uint32Array };

/**
 * A project's assets and who names whom, in flat arrays: some 20 MiB for a hundred thousand assets with a million references. An asset is
 * known by its place in the order of paths, so what is in a folder is a range, and sorting by place is sorting by path.
 * References of one kind between the same two assets are one edge with a count.
 */
export type Graph = {
  version: number;
  size: number;
  /** Edges of the asset at `place` are `outStart[place]` up to `outStart[place + 1]`; `edgeTarget`, `edgeKind` and `edgeCount` describe each. */
  outStart: Uint32Array;
  edgeTarget: Uint32Array;
  edgeKind: Uint8Array;
  edgeCount: Uint32Array;
  /** The same edges by what they name: `inStart` bounds a range of `inSource` (who) and `inEdge` (which edge). */
  inStart: Uint32Array;
  inSource: Uint32Array;
  inEdge: Uint32Array;
  sizes: Float64Array;
  tags: Uint32Array;
  pathStart: Uint32Array;
  paths: Uint8Array;
  ids: Uint8Array;
  guids: Uint8Array;
  index: IdIndex;
  /** Memory that it holds. */
  bytes: number;
};

export function buildGraph(version: number, assets: AssetColumns, edges: EdgeColumns): Graph {
  const size = assets.tags.length;
  const out = mergeEdges(size, edges);
  const incoming = reverse(size, out);
  const arrays = { ...out, ...incoming, ...assets, pathStart: startsOf(size, assets.paths) };
  const index = createIdIndex(assets.ids);
  const bytes = Object.values(arrays).reduce((sum, array) => sum + array.byteLength, index.bytes);
  return { version, size, ...arrays, index, bytes };
}

/** Sorts edges by who and then by what, in two counting sorts, and makes one of those that are the same. */
function mergeEdges(size: number, { from, to }: EdgeColumns) {
  const byTarget = countingSort(size << KIND_BITS, to);
  const order = countingSort(size, from, byTarget);
  const outStart = new Uint32Array(size + 1);
  const codes = new Uint32Array(from.length);
  const counts = new Uint32Array(from.length);
  let kept = 0;
  let last = { who: -1, code: -1 };
  for (const entry of order) {
    const who = from[entry] as number;
    const code = to[entry] as number;
    if (who === last.who && code === last.code) {
      counts[kept - 1] = (counts[kept - 1] as number) + 1;
      continue;
    }
    last = { who, code };
    codes[kept] = code;
    counts[kept] = 1;
    outStart[who + 1] = (outStart[who + 1] as number) + 1;
    kept++;
  }
  accumulate(outStart);
  return {
    outStart,
    edgeTarget: codes.slice(0, kept).map((code) => code >>> KIND_BITS),
    edgeKind: Uint8Array.from(codes.subarray(0, kept), (code) => code & KIND_MASK),
    edgeCount: counts.slice(0, kept),
  };
}

function reverse(size: number, { outStart, edgeTarget }: { outStart: Uint32Array; edgeTarget: Uint32Array }) {
  const inStart = new Uint32Array(size + 1);
  for (const target of edgeTarget) inStart[target + 1] = (inStart[target + 1] as number) + 1;
  accumulate(inStart);
  const next = inStart.slice();
  const inSource = new Uint32Array(edgeTarget.length);
  const inEdge = new Uint32Array(edgeTarget.length);
  for (let who = 0; who < size; who++) {
    for (let edge = outStart[who] as number; edge < (outStart[who + 1] as number); edge++) {
      const target = edgeTarget[edge] as number;
      const slot = next[target] as number;
      next[target] = slot + 1;
      inSource[slot] = who;
      inEdge[slot] = edge;
    }
  }
  return { inStart, inSource, inEdge };
}

/** The order in which `entries` (all, unless given) are sorted by their key below `keys`; those with the same key keep their order. */
function countingSort(keys: number, keyOf: Uint32Array, entries?: Uint32Array): Uint32Array {
  const next = new Uint32Array(keys + 1);
  for (const key of keyOf) next[key + 1] = (next[key + 1] as number) + 1;
  accumulate(next);
  const order = new Uint32Array(keyOf.length);
  for (let i = 0; i < keyOf.length; i++) {
    const entry = entries ? (entries[i] as number) : i;
    const key = keyOf[entry] as number;
    const slot = next[key] as number;
    next[key] = slot + 1;
    order[slot] = entry;
  }
  return order;
}

function accumulate(counts: Uint32Array): void {
  for (let i = 1; i < counts.length; i++) counts[i] = (counts[i] as number) + (counts[i - 1] as number);
}

function startsOf(size: number, paths: Uint8Array): Uint32Array {
  const starts = new Uint32Array(size + 1);
  for (let place = 0, at = 0; place < size; place++) {
    at = paths.indexOf(0, at) + 1;
    starts[place + 1] = at;
  }
  return starts;
}

// What is said of one asset

export const placeOf = (graph: Graph, id: string): number | undefined => graph.index.find(id);
export const hasFlag = (graph: Graph, place: number, flag: number): boolean => ((graph.tags[place] as number) & flag) !== 0;
export const typeAt = (graph: Graph, place: number): AssetType => ASSET_TYPES[(graph.tags[place] as number) >>> 8] ?? "file";
export const pathAt = (graph: Graph, place: number): string => decoder.decode(pathBytes(graph, place));
export const idAt = (graph: Graph, place: number): string => idText(graph.ids, place);
export const guidAt = (graph: Graph, place: number): string => graph.guids.subarray(place * 16, place * 16 + 16).toHex();
export const sizeAt = (graph: Graph, place: number): number => graph.sizes[place] as number;
export const nameAt = (graph: Graph, place: number) => ({
  id: idAt(graph, place),
  guid: guidAt(graph, place),
  path: pathAt(graph, place),
  type: typeAt(graph, place),
});

const decoder = new TextDecoder();
const pathBytes = ({ paths, pathStart }: Graph, place: number) =>
  paths.subarray(pathStart[place] as number, (pathStart[place + 1] as number) - 1);

/** The first place whose path is not before `path` in byte order. */
export function firstFrom(graph: Graph, path: string): number {
  const wanted = Buffer.from(path);
  let low = 0;
  let high = graph.size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Buffer.compare(pathBytes(graph, middle), wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The places of everything below a folder: from the first up to, but without, the second. */
export const insideOf = (graph: Graph, folder: string): [number, number] => [
  firstFrom(graph, `${folder}/`),
  firstFrom(graph, `${folder}0`), // "0" is the character after "/"
];
