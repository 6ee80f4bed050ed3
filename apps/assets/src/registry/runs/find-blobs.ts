import type { Queries } from "@slate/service";
import { sql } from "drizzle-orm";

const PAGE = 500;

/** Something the database relies on the registry to have. `kind` says which of the project's repositories. */
export type Named = { workspaceId: string; projectId: string; kind: "files" | "assets" | "previews"; digest: string };

/** What each question names beside workspace and project: a digest, in the order it is asked for in. */
const SOURCES = {
  /** Contents of file versions that are not in PostgreSQL. */
  files: sql`select workspace_id, project_id, 'sha256:' || encode(sha256, 'hex') as digest from slate_contents where text is null`,
  /** Manifests of published asset versions. */
  assets: sql`select workspace_id, project_id, manifest_digest as digest from slate_asset_versions where manifest_digest is not null`,
  previews: sql`select workspace_id, project_id, 'sha256:' || encode(sha256, 'hex') as digest from slate_asset_previews`,
};

export async function countNamed(q: Queries): Promise<number> {
  const counts = Object.values(SOURCES).map((source) => sql`(select count(*) from (${source}) as s)`);
  const [row] = await q.execute<{ count: number }>(sql`select (${sql.join(counts, sql` + `)})::float8 as count`);
  return row?.count ?? 0;
}

/** Everything that is named, page by page, so that no transaction lasts as long as the reading. */
export async function* findNamed(q: Queries): AsyncGenerator<Named> {
  for (const kind of ["files", "assets", "previews"] as const) {
    let after = { projectId: "00000000-0000-0000-0000-000000000000", digest: "" };
    for (;;) {
      const rows = await q.execute<Omit<Named, "kind">>(sql`
        select workspace_id as "workspaceId", project_id as "projectId", digest from (${SOURCES[kind]}) as s
        where (project_id, digest) > (${after.projectId}::uuid, ${after.digest}) group by 1, 2, 3 order by project_id, digest limit ${PAGE}`);
      for (const row of rows) yield { ...row, kind };
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) break;
      after = last;
    }
  }
}

/** Paths that a digest is the content of, for a report: the first of them. */
export async function findPaths(q: Queries, projectId: string, digest: string, limit: number): Promise<string[]> {
  const rows = await q.execute<{ path: string }>(sql`
    select distinct path from (
      select path from slate_file_versions where project_id = ${projectId} and sha256 = decode(${digest.slice("sha256:".length)}, 'hex')
      union all
      select path from slate_asset_versions where project_id = ${projectId} and manifest_digest = ${digest}
      union all
      select v.path from slate_asset_previews p join slate_asset_versions v on v.project_id = p.project_id and v.sha256 = p.source_sha256
        where p.project_id = ${projectId} and p.sha256 = decode(${digest.slice("sha256:".length)}, 'hex')
    ) as named order by path limit ${limit}`);
  return rows.map(({ path }) => path);
}
