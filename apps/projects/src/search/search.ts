import { type SearchHit, type SearchQuery, SearchResult } from "@slate/schema/api";
import { slateSearch } from "@slate/schema/db";
import { type Actor, decodeCursor, pageOf, type Queries, read } from "@slate/service";
import { inArray, sql } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { requireProject } from "../projects/get.ts";
import { projectsTag } from "../projects/tags.ts";
import { matches, type Row, TYPO_THRESHOLD } from "./matches.ts";
import { snippetOf, wordsOf } from "./words.ts";

const Cursor = z.tuple([z.number(), z.string(), z.uuid()]);
type Query = z.infer<typeof SearchQuery>;
type Found = { page: Row[]; types: Facet; folders: Facet };
type Facet = { value: string; count: number }[];

const FACET_VALUES = 50;
const NOTHING: SearchResult = { items: [], nextCursor: null, facets: { type: [], folder: [] } };

/**
 * Files of live projects by name and text: exact names first, then names, then text; where no name has the words, at last names that are
 * like them. Each facet counts all hits that the other filters leave.
 */
export async function search(deps: Deps, actor: Actor, query: Query): Promise<SearchResult> {
  const after = decodeCursor(Cursor, query.cursor);
  const words = wordsOf(query.q);
  return read(deps, actor, { tags: [projectsTag(actor.workspaceId)] }, async (q) => {
    if (query.projectId) await requireProject(q, query.projectId);
    if (words.length === 0) return NOTHING;
    const { page, types, folders } = await find(q, query, words, deps.config.SEARCH_LIMIT_HITS, after);
    const bodies = await loadBodies(q, page.slice(0, query.limit));
    const toHit = (row: Row): SearchHit => {
      const body = bodies.get(row.fileId);
      return { ...row, updatedAt: new Date(row.updatedAt).toISOString(), snippet: body ? snippetOf(body, words) : null };
    };
    return SearchResult.parse({
      ...pageOf(page, query.limit, (row) => [row.rank, row.path, row.fileId], toHit),
      facets: { type: types, folder: folders },
    });
  });
}

async function find(
  q: Queries,
  query: Query,
  words: string[],
  limitHits: number,
  after: z.infer<typeof Cursor> | undefined,
): Promise<Found> {
  const ofType = query.type === undefined ? sql`true` : sql`type = ${query.type}`;
  const inFolder = query.folder === undefined ? sql`true` : sql`folder = ${query.folder}`;
  const facet = (column: "type" | "folder", others: typeof ofType) => sql`(
    select coalesce(json_agg(counted), '[]') from (
      select ${sql.identifier(column)} as value, count(*)::int as count from hits where ${others} group by 1 order by 2 desc, 1 limit ${FACET_VALUES}) counted)`;
  await q.execute(sql`select set_config('pg_trgm.word_similarity_threshold', ${String(TYPO_THRESHOLD)}, true)`);
  const [found] = await q.execute<Found>(sql`
    with ${matches(query.q, words, query.projectId, limitHits)}
    select ${facet("type", inFolder)} as types, ${facet("folder", ofType)} as folders, (
      select coalesce(json_agg(shown), '[]') from (
        select * from hits where ${ofType} and ${inFolder}
          ${after ? sql`and (-rank, path collate "C", "fileId") > (${-after[0]}::float8, ${after[1]}, ${after[2]}::uuid)` : sql``}
        order by rank desc, path collate "C", "fileId" limit ${query.limit + 1}) shown) as page`);
  return found ?? { page: [], types: [], folders: [] };
}

async function loadBodies(q: Queries, rows: Row[]): Promise<Map<string, string | null>> {
  if (rows.length === 0) return new Map();
  const found = await q
    .select({ fileId: slateSearch.fileId, body: slateSearch.body })
    .from(slateSearch)
    .where(
      inArray(
        slateSearch.fileId,
        rows.map((row) => row.fileId),
      ),
    );
  return new Map(found.map((row) => [row.fileId, row.body]));
}
