/** Rows of assets for tests of questions about them, put there as the service's consumer does. */
import { type AssetType, type AssetWarning, type Json, Project, type ReferenceKind } from "@slate/schema/api";
import { type Client, sqlAs, type TestWorkspace } from "../../../../../infra/testing/index.ts";

export type SeedAsset = {
  id: string;
  path: string;
  type: AssetType;
  guid?: string;
  size?: number;
  /** False when it has no `.meta`. */
  meta?: boolean;
  declaredGuid?: string;
  unityProject?: string | null;
  metadata?: Json;
  warnings?: AssetWarning[];
  labels?: string[];
  isDeleted?: boolean;
};
export type SeedReference = { from: string; to?: string | null; toGuid?: string; kind?: ReferenceKind; path?: string; localId?: string };
export type SeedComponent = { asset: string; type: string; name?: string; properties?: Json; localId?: string; scriptGuid?: string };
export type Seed = {
  assets: SeedAsset[];
  references?: SeedReference[];
  components?: SeedComponent[];
  guids?: { guid: string; path: string }[];
};

export const newId = (): string => Bun.randomUUIDv7();
export const guidOf = (id: string): string => id.replaceAll("-", "");

/** An empty project; answers its id. */
export async function emptyProject(client: Client): Promise<string> {
  const { body } = await client.post("/api/projects", { name: `Project ${crypto.randomUUID()}` }).expect(201, Project);
  return body.id;
}

/** Adds assets, what they name and what they are made of, all in one transaction as an import would. */
export async function seed({ id: workspaceId }: Pick<TestWorkspace, "id">, projectId: string, rows: Seed): Promise<void> {
  const assets = rows.assets.map((asset) => ({
    ...asset,
    guid: asset.guid ?? guidOf(asset.id),
    name: asset.path.slice(asset.path.lastIndexOf("/") + 1),
    size: asset.size ?? 1,
    fileId: asset.type === "folder" || asset.type === "orphan" ? null : newId(),
    metaFileId: asset.meta === false ? null : newId(),
    unityProject: asset.unityProject === undefined ? "" : asset.unityProject,
    metadata: asset.metadata ?? {},
    warnings: asset.warnings ?? [],
    labels: asset.labels ?? [],
    isDeleted: asset.isDeleted ?? false,
  }));
  const numbered = <T>(list: T[], owner: (row: T) => string) => {
    const next = new Map<string, number>();
    return list.map((row) => {
      const ordinal = next.get(owner(row)) ?? 0;
      next.set(owner(row), ordinal + 1);
      return { ...row, ordinal };
    });
  };
  const references = numbered(rows.references ?? [], ({ from }) => from).map((row) => ({
    ...row,
    to: row.to ?? null,
    toGuid: row.toGuid ?? guidOf(row.to ?? newId()),
    kind: row.kind ?? "strong",
    path: row.path ?? "m_Target",
    localId: row.localId ?? null,
  }));
  const components = numbered(rows.components ?? [], ({ asset }) => asset).map((row) => ({
    ...row,
    name: row.name ?? "",
    properties: row.properties ?? {},
    localId: row.localId ?? String(row.ordinal + 1),
    scriptGuid: row.scriptGuid ?? null,
  }));
  await sqlAs("assets_worker").begin(async (sql) => {
    await sql`
      insert into slate_assets (id, workspace_id, project_id, guid, declared_guid, path, name, unity_project, type, file_id, meta_file_id, size, metadata, warnings, labels, deleted_at)
      select a.id, ${workspaceId}, ${projectId}, a.guid, a."declaredGuid", a.path, a.name, a."unityProject", a.type, a."fileId", a."metaFileId", a.size, a.metadata, a.warnings,
        array(select jsonb_array_elements_text(a.labels)), case when a."isDeleted" then now() end
      from jsonb_to_recordset(${sql.json(assets as never)}) as a (id uuid, guid text, "declaredGuid" text, path text, name text, "unityProject" text, type text,
        "fileId" uuid, "metaFileId" uuid, size bigint, metadata jsonb, warnings jsonb, labels jsonb, "isDeleted" boolean)`;
    await sql`
      insert into slate_asset_references (from_asset_id, ordinal, workspace_id, project_id, from_file_id, from_path, to_guid, to_asset_id, kind)
      select r."from", r.ordinal, ${workspaceId}, ${projectId}, r."localId", r.path, r."toGuid", r."to", r.kind
      from jsonb_to_recordset(${sql.json(references as never)}) as r ("from" uuid, ordinal int, "localId" bigint, path text, "toGuid" text, "to" uuid, kind text)`;
    await sql`
      insert into slate_asset_components (asset_id, ordinal, workspace_id, project_id, file_id, class_id, component_type, component_name, script_guid, properties)
      select c.asset, c.ordinal, ${workspaceId}, ${projectId}, c."localId", 114, c.type, c.name, c."scriptGuid", c.properties
      from jsonb_to_recordset(${sql.json(components as never)}) as c (asset uuid, ordinal int, "localId" bigint, type text, name text, "scriptGuid" text, properties jsonb)`;
    await sql`
      insert into slate_asset_guids (workspace_id, project_id, guid, path, type)
      select ${workspaceId}, ${projectId}, g.guid, g.path, 'file' from jsonb_to_recordset(${sql.json((rows.guids ?? []) as never)}) as g (guid text, path text)`;
    await sql`
      insert into slate_asset_states as s (project_id, workspace_id, graph_version) values (${projectId}, ${workspaceId}, 1)
      on conflict (project_id) do update set graph_version = s.graph_version + 1`;
  });
}
