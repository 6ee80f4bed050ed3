import { isBuiltinGuid } from "../unity/references.ts";
import type { ObjectReference } from "../unity/tree.ts";

/** A number as the editor writes it: exponents have two digits at least. */
export function writeNumber(value: number): string {
  if (Object.is(value, -0)) return "-0";
  return String(value).replace(/e([+-])(\d)$/, "e$10$2");
}

/**
 * A text as the editor writes it: plain where it can be, in single quotes where YAML would take its signs for something else, in double quotes
 * for line breaks, control signs and everything beyond ASCII. Always one line.
 */
export function writeText(text: string, isFlow: boolean): string {
  if (/[^\x20-\x7e]/.test(text)) return `"${text.replace(ESCAPED, escapeSign)}"`;
  return needsQuotes(text, isFlow) ? `'${text.replaceAll("'", "''")}'` : text;
}

const ESCAPED = /["\\]|[^\x20-\x7e]/gu;

function escapeSign(sign: string): string {
  if (sign === "\n") return "\\n";
  if (sign === "\t") return "\\t";
  if (sign === "\r") return "\\r";
  if (sign === '"' || sign === "\\") return `\\${sign}`;
  const code = sign.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

/** ` #` begins no comment here: the editor writes it plain. */
function needsQuotes(text: string, isFlow: boolean): boolean {
  if (/^[,[\]{}#&*!|>'"%@` ]|^[-?:](?: |$)|^(?:---|\.\.\.)|: |:$| $/.test(text)) return true;
  return isFlow && /[,[\]{}?:]/.test(text);
}

/** A property path stands in quotes when it has brackets, as the newer editors do. */
export const writePath = (path: string): string => (path.includes("[") ? `'${path.replaceAll("'", "''")}'` : writeText(path, false));

/** After this column, the editor breaks a line at the next comma. */
const WIDTH = 80;

/**
 * A reference behind `prefix`, which is its line so far: `{fileID: 0}`, `{fileID: 1}`, or with guid and type, on two lines where the editor
 * breaks.
 */
export function writeReference({ localId, guid, type }: ObjectReference, prefix: string): string {
  if (guid === null) return `{fileID: ${localId}}`;
  const head = `{fileID: ${localId}, guid: ${guid},`;
  const isLong = prefix.length + head.length > WIDTH;
  return `${head}${isLong ? `\n${" ".repeat(ownerColumn(prefix) + 2)}` : " "}type: ${type}}`;
}

/** Column of the key on this line, or of the dash when it has none. */
function ownerColumn(prefix: string): number {
  const key = prefix.search(/[^ -]/);
  return key >= 0 ? key : Math.max(0, prefix.lastIndexOf("-"));
}

/**
 * The `type` of a reference to an asset by its path: 0 is built in, 2 an asset that is serialized in a file of its own, 3 what an importer makes
 * of a file. It is never changed where it is known.
 */
export function referenceTypeOf(guid: string, path: string | undefined): number | null {
  if (isBuiltinGuid(guid)) return 0;
  if (path === undefined) return null;
  return NATIVE.test(path) ? 2 : 3;
}

const NATIVE =
  /\.(mat|asset|anim|controller|overrideController|physicMaterial|physicsMaterial|physicsMaterial2D|mixer|mask|playable|lighting|renderTexture|terrainlayer|guiskin|preset|fontsettings|flare|cubemap|giparams|brush|signal|shadervariants)$/i;
