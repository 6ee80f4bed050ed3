import { type SQL, sql } from "drizzle-orm";
import { toTsquery } from "./words.ts";

/** One file that matches. */
export type Row = {
  fileId: string;
  projectId: string;
  projectName: string;
  path: string;
  folder: string;
  type: string;
  updatedAt: string;
  rank: number;
};

/** How alike two words must be to pass for a typing error: two letters swapped in a word of six still do. */
export const TYPO_THRESHOLD = 0.4;
/** Shorter words resemble too many others. */
const TYPO_LETTERS = 4;

/** Each step of relevance outweighs all that is finer; what is finer is below one. */
const EXACT_NAME = 4;
const FILE_NAME = 3;
const PATH = 2;
const TEXT = 1;
/** `ts_rank` as a share of one, so that it never reaches the next step. */
const BELOW_ONE = 32;

/**
 * `with` terms that end in `hits`: every match once, ranked, of at most `limitHits` files. Row Level Security keeps them in the workspace.
 */
export function matches(query: string, words: string[], projectId: string | undefined, limitHits: number): SQL {
  const text = toTsquery(words);
  const inNames = words.map((word, i) => (i === words.length - 1 ? `${word}:*A` : `${word}:A`)).join(" & ");
  const asTyped = query.normalize("NFC").trim().toLowerCase();
  const contained = sql.join(
    words.map((word) => sql`strpos(name, ${word}) > 0`),
    sql` and `,
  );
  const columns = sql`s.file_id as "fileId", s.project_id as "projectId", p.name as "projectName", s.path, s.folder, s.type, s.updated_at as "updatedAt"`;
  const inProject = projectId ? sql`and s.project_id = ${projectId}` : sql``;
  const live = sql`slate_search s join slate_projects p on p.id = s.project_id and p.deleted_at is null`;
  const alike = sql.join(
    words.map((word) => sql`s.path %> ${word}`),
    sql` and `,
  );
  const likeness = sql.join(
    words.map((word) => sql`word_similarity(${word}, s.path)`),
    sql` + `,
  );
  const typos = words.every((word) => word.length >= TYPO_LETTERS);

  return sql`
    matched as materialized (
      select ${columns}, s.document @@ to_tsquery('simple', ${inNames}) as named, lower(regexp_replace(s.path, '^.*/', '')) as name,
        ts_rank(s.document, to_tsquery('simple', ${text}), ${BELOW_ONE}::int) as score
      from ${live} where s.document @@ to_tsquery('simple', ${text}) ${inProject} limit ${limitHits}
    ), alike as materialized (
      select ${columns}, (${likeness}) / ${words.length} as score
      from ${live} where ${typos} and not exists (select 1 from matched where named) and ${alike} ${inProject} limit ${limitHits}
    ), ranked as (
      select "fileId", "projectId", "projectName", path, folder, type, "updatedAt", score + case
        when name = ${asTyped} or regexp_replace(name, '\\.[^.]*$', '') = ${asTyped} then ${EXACT_NAME}::int
        when named and ${contained} then ${FILE_NAME}::int
        when named then ${PATH}::int else ${TEXT}::int end as rank from matched
      union all
      select "fileId", "projectId", "projectName", path, folder, type, "updatedAt", least(score, 0.999) from alike
    ), hits as materialized (
      select distinct on ("fileId") "fileId", "projectId", "projectName", path, folder, type, "updatedAt", round(rank::numeric, 6)::float8 as rank
      from ranked order by "fileId", rank desc
    )`;
}
