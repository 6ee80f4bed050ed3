import type { Queries } from "@slate/service";
import { type SQL, sql } from "drizzle-orm";

/** Rows of one statement. Their text is parsed in the database, a few milliseconds for each 64 KiB. */
export const INDEX_BATCH = 200;

/** What separates words. Left to itself the parser would take `transform.position` for a host and `-1` for a number. */
const SEPARATORS = "./\\-_+=&@#$%~(){}[]!,;:'\"<>|?*^`";
const spaced = (text: SQL) => sql`translate(${text}, ${SEPARATORS}, ${" ".repeat(SEPARATORS.length)})`;
/** `PlayerController2` → `Player Controller 2`, `HUDText` → `HUD Text`. */
const split = (text: SQL) =>
  sql`regexp_replace(${text}, '([[:lower:]])(?=[[:upper:]])|([[:upper:]])(?=[[:upper:]][[:lower:]])|([[:alpha:]])(?=[[:digit:]])', '\\1\\2\\3 ', 'g')`;

/**
 * Brings the index rows of these files to what the files are now; deleted files leave it. Rows at the same or a newer version stay unless
 * `rebuild`. Changesets of one project take turns, so that nobody can put back what another has just removed.
 */
export async function indexFiles(
  q: Queries,
  projectId: string,
  fileIds: string[],
  options: { textLimitCharacters: number; rebuild?: boolean },
): Promise<void> {
  const ids = sql`(select value::uuid from json_array_elements_text(${JSON.stringify(fileIds)}::json))`;
  const name = spaced(sql`f.path`);
  const body = sql`left(f.content, ${options.textLimitCharacters})`;
  await q.execute(sql`select pg_advisory_xact_lock(hashtext('search'), hashtext(${projectId}))`);
  await q.execute(
    sql`delete from slate_search s using slate_files f where f.id = s.file_id and f.deleted_at is not null and f.id in ${ids}`,
  );
  await q.execute(sql`
    insert into slate_search as s (file_id, workspace_id, project_id, version, path, folder, type, body, document, updated_at)
    select f.id, f.workspace_id, f.project_id, f.version, f.path, case when strpos(f.path, '/') > 0 then split_part(f.path, '/', 1) else '' end, f.type, ${body},
      setweight(to_tsvector('simple', ${name} || ' ' || ${split(name)}), 'A') || setweight(to_tsvector('simple', coalesce(${spaced(body)}, '')), 'B'),
      f.updated_at
    from slate_files f where f.project_id = ${projectId} and f.deleted_at is null and f.id in ${ids}
    on conflict (file_id) do update set version = excluded.version, path = excluded.path, folder = excluded.folder, type = excluded.type,
      body = excluded.body, document = excluded.document, updated_at = excluded.updated_at
    where ${options.rebuild ? sql`true` : sql`s.version < excluded.version`}`);
}
