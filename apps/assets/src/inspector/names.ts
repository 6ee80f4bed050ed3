import type { NamedAsset } from "@slate/schema/api";
import { slateAssets } from "@slate/schema/db";
import type { Queries } from "@slate/service";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { isBuiltinGuid } from "../unity/references.ts";
import { packageScriptOf } from "../unity/scripts.ts";

const NAMES_LIMIT = 5_000;

/** Every guid that texts name, in order, each once; at most as many as an answer may have names. */
export function guidsIn(texts: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    for (const [, guid = ""] of text.matchAll(/guid: ([0-9a-f]{32})/g)) {
      found.add(guid);
      if (found.size >= NAMES_LIMIT) return [...found];
    }
  }
  return [...found];
}

/** What guids stand for in a project: assets, things of Unity itself, scripts of known packages. Others are not in the answer. */
export async function findNames(q: Queries, projectId: string, guids: string[]): Promise<Map<string, NamedAsset>> {
  const names = new Map<string, NamedAsset>();
  const own = guids.filter((guid) => !isBuiltinGuid(guid));
  const rows =
    own.length === 0
      ? []
      : await q
          .select({ guid: slateAssets.guid, id: slateAssets.id, path: slateAssets.path, name: slateAssets.name, type: slateAssets.type })
          .from(slateAssets)
          .where(and(eq(slateAssets.projectId, projectId), inArray(slateAssets.guid, own), isNull(slateAssets.deletedAt)));
  for (const row of rows) names.set(row.guid, { ...row, type: row.type as NamedAsset["type"] });
  for (const guid of guids) {
    const name = isBuiltinGuid(guid) ? "Built-in" : packageScriptOf(guid);
    if (name && !names.has(guid)) names.set(guid, { guid, id: null, path: null, name, type: null });
  }
  return names;
}
