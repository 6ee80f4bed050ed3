/**
 * What the parser makes of one document: maps, sequences and scalars that know where they stand in the file.
 *
 * Every `start` and `end` is an index into the whole text of the file (UTF-16 units, the BOM counts as one), end exclusive. When the text
 * came from `decodeText` and is `lossless`, then `encodeText(text.slice(0, start) + replacement + text.slice(end))` leaves every byte outside
 * the range as it was. `byteOffsetOf` converts an index into a byte offset.
 */

export type QuotingStyle = "plain" | "single" | "double";

/**
 * `text` is decoded: quotes, escapes and line folding are gone. `start`..`end` is the raw text with its quotes, over several lines if it
 * is folded. An empty value has `start === end`, or spans the blanks behind it; where it follows its `:` or `-` directly, whoever
 * fills it puts a space before it.
 */
export type ScalarNode = { kind: "scalar"; start: number; end: number; flow: boolean; style: QuotingStyle; text: string };

/** Entries in the order of the file; a key may occur more than once. A block map begins at its first key and ends behind its last value. */
export type MapNode = { kind: "map"; start: number; end: number; flow: boolean; entries: MapEntry[] };
export type MapEntry = { key: string; keyStart: number; keyEnd: number; value: TreeNode };

/** A block sequence begins at its first dash and ends behind its last item; `start` of an item is behind its own dash. */
export type SequenceNode = { kind: "sequence"; start: number; end: number; flow: boolean; items: TreeNode[] };

export type TreeNode = ScalarNode | MapNode | SequenceNode;

/** The value of the first entry with this key; undefined when there is none or `node` is no map. */
export function get(node: TreeNode | null | undefined, key: string): TreeNode | undefined {
  if (node?.kind !== "map") return undefined;
  for (const entry of node.entries) if (entry.key === key) return entry.value;
  return undefined;
}

/** The node below `node` by a row of keys. */
export function getIn(node: TreeNode | null | undefined, ...keys: string[]): TreeNode | undefined {
  let at: TreeNode | undefined = node ?? undefined;
  for (const key of keys) at = get(at, key);
  return at;
}

/** The text of the scalar below `node` by a row of keys, or of `node` itself; undefined when it is missing or no scalar. */
export function textOf(node: TreeNode | null | undefined, ...keys: string[]): string | undefined {
  const at = getIn(node, ...keys);
  return at?.kind === "scalar" ? at.text : undefined;
}

/** The items of a sequence. Anything else has none: an empty sequence of Unity may also be written as an empty value. */
export const itemsOf = (node: TreeNode | null | undefined): TreeNode[] => (node?.kind === "sequence" ? node.items : []);

/** The entries of a map; anything else has none. */
export const entriesOf = (node: TreeNode | null | undefined): MapEntry[] => (node?.kind === "map" ? node.entries : []);

/** Whether this is an id as Unity writes it: a signed 64-bit number in decimal, which is what a database column can hold. */
export function isLocalId(text: string | undefined): text is string {
  if (text === undefined || !/^-?\d{1,19}$/.test(text)) return false;
  return text.length <= 18 || BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

/** Whether this is a guid as Unity writes it. */
export const isGuid = (text: string | undefined): text is string => text !== undefined && /^[0-9a-f]{32}$/.test(text);

/** The target of `{fileID: 1, guid: ..., type: 3}`; `guid` is null for an object of the same file, ids are decimal strings. */
export type ObjectReference = { localId: string; guid: string | null; type: number | null };

/** Reads a reference; undefined when the node is none. The null reference has `localId` "0". */
export function referenceOf(node: TreeNode | null | undefined): ObjectReference | undefined {
  const localId = textOf(node, "fileID");
  const guid = textOf(node, "guid");
  if (!isLocalId(localId) || (guid !== undefined && !isGuid(guid))) return undefined;
  const type = textOf(node, "type");
  return { localId, guid: guid ?? null, type: type === undefined ? null : Number(type) };
}

/** The local id that a reference to an object names, null for none: missing, not a reference, or the null reference. */
export function localIdOf(node: TreeNode | null | undefined): string | null {
  const localId = textOf(node, "fileID");
  return !isLocalId(localId) || localId === "0" ? null : localId;
}
