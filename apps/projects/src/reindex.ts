/** Rebuilds the search index from the files, of one project or of all: `bun apps/projects/src/reindex.ts [projectId]`, in the environment of the service. */
import { slateFiles } from "@slate/schema/db";
import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import { readConfig } from "./config.ts";
import { openDeps } from "./deps.ts";
import { INDEX_BATCH, indexFiles } from "./search/index-files.ts";

const config = readConfig();
const deps = openDeps(config);
const { worker } = deps.db;
if (!worker) throw new Error("Reindexing needs the worker role");
const options = { textLimitCharacters: config.SEARCH_TEXT_LIMIT_CHARACTERS, rebuild: true };

const [, , onlyProject] = process.argv;
await worker.orm.execute(sql`
  delete from slate_search s where ${onlyProject ? sql`s.project_id = ${onlyProject}` : sql`true`}
    and not exists (select 1 from slate_files f where f.id = s.file_id and f.deleted_at is null)`);
let after: string | undefined;
let count = 0;
do {
  const rows = await worker.orm
    .select({ id: slateFiles.id, projectId: slateFiles.projectId })
    .from(slateFiles)
    .where(
      and(
        isNull(slateFiles.deletedAt),
        onlyProject ? eq(slateFiles.projectId, onlyProject) : undefined,
        after ? gt(slateFiles.id, after) : undefined,
      ),
    )
    .orderBy(asc(slateFiles.id))
    .limit(INDEX_BATCH);
  const byProject = Map.groupBy(rows, (row) => row.projectId);
  for (const [projectId, files] of byProject) {
    const ids = files.map((file) => file.id);
    await worker.orm.transaction((q) => indexFiles(q, projectId, ids, options));
  }
  count += rows.length;
  after = rows.length === INDEX_BATCH ? rows.at(-1)?.id : undefined;
} while (after);
console.log(`${count} files are indexed`);
await deps.close();
