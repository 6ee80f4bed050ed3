import type { Queries } from "@slate/service";
import { sql } from "drizzle-orm";
import { z } from "zod";

/** A scene as EditorBuildSettings lists it; `path` is relative to its Unity project. */
export type BuildScene = { path: string; guid: string | null; enabled: boolean };
/** `folder` is that of the Unity project, with a slash at its end unless it is the root. */
export type BuildSettings = { assetId: string; folder: string; scenes: BuildScene[] };

const Scenes = z.object({
  m_Scenes: z.array(
    z.object({
      enabled: z.coerce.number().catch(1),
      path: z.coerce.string().catch(""),
      guid: z.string().nullish().catch(null),
    }),
  ),
});
const FILE = "ProjectSettings/EditorBuildSettings.asset";

/** The build settings of every Unity project in a project; what cannot be read lists nothing. */
export async function loadBuildSettings(q: Queries, projectId: string): Promise<BuildSettings[]> {
  const rows = await q.execute<{ assetId: string; path: string; properties: unknown }>(sql`
    select a.id as "assetId", a.path, c.properties
    from slate_asset_components c join slate_assets a on a.id = c.asset_id and a.deleted_at is null
    where c.project_id = ${projectId} and c.component_type = 'EditorBuildSettings'
    order by a.path collate "C"`);
  return rows
    .filter(({ path }) => path.endsWith(FILE))
    .map(({ assetId, path, properties }) => {
      const read = Scenes.safeParse(properties);
      const scenes = read.success ? read.data.m_Scenes : [];
      return {
        assetId,
        folder: path.slice(0, -FILE.length),
        scenes: scenes.map(({ path, guid, enabled }) => ({ path, guid: guid ?? null, enabled: enabled !== 0 })),
      };
    });
}
