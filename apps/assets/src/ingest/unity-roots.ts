import type { Queries } from "@slate/service";
import { sql } from "drizzle-orm";
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
      from ${listed(new Set(folders))} listed
    ) p where ${has("Assets")} and ${has("ProjectSettings")}`);
  const inside = (folder: string) => (folder === "" ? "" : `${folder}/`);
  return findUnityProjects(rows.flatMap(({ folder }) => [`${inside(folder)}Assets/x`, `${inside(folder)}ProjectSettings/x`]));
}

/** Folders that become a Unity project, or end as one, by what happens at a path. */
export function possibleRoots(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(0, -1).flatMap((part, i) => (part === "Assets" || part === "ProjectSettings" ? [parts.slice(0, i).join("/")] : []));
}

/**
 * Live files whose assets do not know yet that one of these folders has become a Unity project or is none any more. Everything below it is looked
 * at again: it also decides what is skipped.
 */
export async function filesOfChangedRoots(q: Queries, projectId: string, folders: Iterable<string>): Promise<string[]> {
  const candidates = [...new Set(folders)];
  if (candidates.length === 0) return [];
  const roots = new Set(await findRoots(q, projectId, candidates));
  const rows = await q.execute<{ id: string }>(sql`
    select distinct f.id from json_to_recordset(${JSON.stringify(candidates.map((folder) => ({ folder, isRoot: roots.has(folder) })))}::json)
        as c (folder text, "isRoot" boolean)
      join slate_files f on f.project_id = ${projectId} and f.deleted_at is null and (c.folder = ''
        or (f.path collate "C" >= c.folder || '/' and f.path collate "C" < c.folder || '0'))
    where exists (select from slate_assets a where a.project_id = ${projectId} and a.deleted_at is null
      and (c.folder = '' or (a.path collate "C" >= c.folder || '/' and a.path collate "C" < c.folder || '0'))
      and case when c."isRoot" then length(coalesce(a.unity_project, '')) < length(c.folder) or a.unity_project is null
        else a.unity_project = c.folder end)`);
  return rows.map(({ id }) => id);
}
