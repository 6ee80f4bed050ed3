import type { Tx } from "@slate/service";
import { sql } from "drizzle-orm";
import { storableChunks } from "./json.ts";
import { assetPathOf } from "./pair-files.ts";
import type { Wanted } from "./plan.ts";

type Place = { workspaceId: string; projectId: string };
/** What a changeset made of one of an asset's two files; `isKnown` for what the asset had already. */
type Step = {
  assetId: string;
  isMeta: boolean;
  isKnown: boolean;
  version: number;
  changesetId: string;
  path: string;
  sha256: string;
  size: number;
};
export type NewVersion = {
  assetId: string;
  version: number;
  guid: string;
  path: string;
  type: string;
  fileVersion: number | null;
  metaVersion: number | null;
  sha256: string | null;
  metaSha256: string | null;
  size: number;
  changesetId: string | null;
};

/**
 * Versions to add to assets that were read anew: one for every changeset that changed the file or the `.meta` since the last. They come from the history of
 * the files, so that none is left out when several changesets are taken together. At least one for an asset whose files are others than before.
 */
export async function findNewVersions(tx: Tx, { projectId }: Place, wanted: Wanted[]): Promise<NewVersion[]> {
  const changed = wanted.filter(({ parts }) => parts !== null);
  const steps = Map.groupBy(await loadSteps(tx, projectId, changed), ({ assetId }) => assetId);
  return changed.flatMap((one) => versionsOf(one, steps.get(one.id) ?? []));
}

async function loadSteps(tx: Tx, projectId: string, changed: Wanted[]): Promise<Step[]> {
  const sides = changed.flatMap(({ id: assetId, row, pair: { file, meta } }) => [
    ...(file ? [{ assetId, isMeta: false, fileId: file.id, to: file.version, from: row?.fileId === file.id ? row.fileVersion : 0 }] : []),
    ...(meta
      ? [{ assetId, isMeta: true, fileId: meta.id, to: meta.version, from: row?.metaFileId === meta.id ? row.metaVersion : 0 }]
      : []),
  ]);
  const found: Step[] = [];
  for (const chunk of storableChunks(sides))
    found.push(
      ...(await tx.execute<Step>(sql`
        select s."assetId", s."isMeta", v.version = s.from as "isKnown", v.version, v.changeset_id as "changesetId", v.path,
          encode(v.sha256, 'hex') as sha256, v.size::float8 as size
        from json_to_recordset(${chunk}::json) as s ("assetId" uuid, "isMeta" boolean, "fileId" uuid, "from" int, "to" int)
          join slate_file_versions v on v.file_id = s."fileId" and v.version between s.from and s.to
        where v.project_id = ${projectId} and v.operation <> 'delete'
        order by s."assetId", v.changeset_id, s."isMeta"`)),
    );
  return found;
}

function versionsOf({ id: assetId, row, type, guid, pair }: Wanted, steps: Step[]): NewVersion[] {
  let file = steps.find(({ isMeta, isKnown }) => isKnown && !isMeta);
  let meta = steps.find(({ isMeta, isKnown }) => isKnown && isMeta);
  const about = { assetId, guid, type };
  const added: NewVersion[] = [];
  const add = (changesetId: string | null) =>
    added.push({
      ...about,
      version: (row?.version ?? 0) + added.length + 1,
      path: file?.path ?? (meta ? assetPathOf(meta.path) : pair.path),
      fileVersion: file?.version ?? null,
      metaVersion: meta?.version ?? null,
      sha256: file?.sha256 ?? null,
      metaSha256: meta?.sha256 ?? null,
      size: file?.size ?? 0,
      changesetId,
    });
  const news = steps.filter(({ isKnown }) => !isKnown);
  for (const [i, step] of news.entries()) {
    if (step.isMeta) meta = step;
    else file = step;
    if (news[i + 1]?.changesetId !== step.changesetId) add(step.changesetId);
  }
  const isOther = row && (row.fileId !== (pair.file?.id ?? null) || row.metaFileId !== (pair.meta?.id ?? null));
  if (added.length === 0 && isOther) add(null);
  return added;
}

export async function insertVersions(tx: Tx, { workspaceId, projectId }: Place, versions: NewVersion[]): Promise<void> {
  for (const chunk of storableChunks(versions))
    await tx.execute(sql`
      insert into slate_asset_versions (asset_id, version, workspace_id, project_id, guid, path, type, file_version, meta_version, sha256, meta_sha256,
        size, changeset_id)
      select v."assetId", v.version, ${workspaceId}, ${projectId}, v.guid, v.path, v.type, v."fileVersion", v."metaVersion", decode(v.sha256, 'hex'),
        decode(v."metaSha256", 'hex'), v.size, v."changesetId"
      from json_to_recordset(${chunk}::json) as v ("assetId" uuid, version int, guid text, path text, type text, "fileVersion" int, "metaVersion" int,
        sha256 text, "metaSha256" text, size bigint, "changesetId" uuid)`);
}
