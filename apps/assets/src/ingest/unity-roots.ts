import type { Queries } from "@slate/service";
import { type SQL, sql } from "drizzle-orm";
import { findUnityProjects } from "../unity/unity-projects.ts";
import { listed } from "./json.ts";

/** Every folder above a path, "" for the root. */
export function foldersAbove(path: string): string[] {
  const folders = [""];
  for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) folders.push(path.slice(0, slash));
  return folders;
}

const has = (name: string) => sql`exists (select from slate_files f where f.project_id = p.project_id and f.deleted_at is null
  and f.path collate "C" >= p.prefix || ${`${name}/`} and f.path collate "C" < p.prefix || ${`${name}0`})`;

/** Those of the folders that are Unity projects. */
export async function findRoots(q: Queries, projectId: string, folders: Iterable<string>): Promise<string[]> {
  const rows = await q.execute<{ folder: string }>(sql`
    select p.folder from (
      select value as folder, case value when '' then '' else value || '/' end as prefix, ${projectId}::uuid as project_id
      from ${listed(new Set(folders))} folders
    ) p where ${has("Assets")} and ${has("ProjectSettings")}`);
  const inside = (folder: string) => (folder === "" ? "" : `${folder}/`);
  return findUnityProjects(rows.flatMap(({ folder }) => [`${inside(folder)}Assets/x`, `${inside(folder)}ProjectSettings/x`]));
}

/** Folders that become a Unity project, or end as one, by what happens to files in a folder (with its slash). */
export function possibleRoots(folder: string): string[] {
  const parts = folder.split("/");
  return parts.slice(0, -1).flatMap((part, i) => (part === "Assets" || part === "ProjectSettings" ? [parts.slice(0, i).join("/")] : []));
}

const isBelow = (path: SQL) => sql`(c.folder = '' or (${path} collate "C" >= c.folder || '/' and ${path} collate "C" < c.folder || '0'))`;

/**
 * Live files below those of the folders that have become a Unity project or are none any more, which their assets do not know yet. All of them are
 * looked at again: it also decides what is skipped.
 */
export async function filesOfChangedRoots(q: Queries, projectId: string, folders: Iterable<string>): Promise<string[]> {
  const candidates = [...new Set(folders)];
  if (candidates.length === 0) return [];
  const roots = new Set(await findRoots(q, projectId, candidates));
  const asked = JSON.stringify(candidates.map((folder) => ({ folder, isRoot: roots.has(folder) })));
  const rows = await q.execute<{ id: string }>(sql`
    with changed as materialized (
      select c.folder from json_to_recordset(${asked}::json) as c (folder text, "isRoot" boolean)
      where exists (select from slate_assets a where a.project_id = ${projectId} and a.deleted_at is null and ${isBelow(sql`a.path`)}
        and case when c."isRoot" then a.unity_project is null or length(a.unity_project) < length(c.folder) else a.unity_project = c.folder end)
    )
    select distinct f.id from changed c join slate_files f on f.project_id = ${projectId} and f.deleted_at is null and ${isBelow(sql`f.path`)}`);
  return rows.map(({ id }) => id);
}
