import { type Actor, readPrimary } from "@slate/service";
import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { type Graph, placeOf } from "./compact-graph.ts";
import { loadGraph } from "./load-graph.ts";

/** The graph of a live project as it is now. Throws `project.not_found`. */
export async function findGraph(deps: Deps, actor: Actor, projectId: string): Promise<Graph> {
  const [found] = await readPrimary(deps, actor, (q) =>
    q.execute<{ version: string }>(sql`
      select coalesce(s.graph_version, 0) as version
      from slate_projects p left join slate_asset_states s on s.project_id = p.id
      where p.id = ${projectId} and p.deleted_at is null`),
  );
  if (!found) throw errors.projectNotFound();
  return graphAt(deps, actor, projectId, Number(found.version));
}

/** The graph that a live asset is in, and its place there. Throws `asset.not_found`. */
export async function findInGraph(deps: Deps, actor: Actor, id: string): Promise<{ graph: Graph; place: number; projectId: string }> {
  const [found] = await readPrimary(deps, actor, (q) =>
    q.execute<{ projectId: string; version: string }>(sql`
      select a.project_id as "projectId", coalesce(s.graph_version, 0) as version
      from slate_assets a
      join slate_projects p on p.id = a.project_id and p.deleted_at is null
      left join slate_asset_states s on s.project_id = a.project_id
      where a.id = ${id} and a.deleted_at is null`),
  );
  if (!found) throw errors.assetNotFound();
  const graph = await graphAt(deps, actor, found.projectId, Number(found.version));
  const place = placeOf(graph, id);
  if (place === undefined) throw errors.assetNotFound();
  return { graph, place, projectId: found.projectId };
}

/** Read as the caller sees it, so a graph belongs to a workspace as much as to a project. */
const graphAt = (deps: Deps, actor: Actor, projectId: string, version: number): Promise<Graph> =>
  deps.graphs.get(`${actor.workspaceId} ${projectId}`, version, () =>
    readPrimary(deps, actor, (q) => loadGraph(q, projectId, deps.config.GRAPH_LOAD_TIMEOUT_MS)),
  );
