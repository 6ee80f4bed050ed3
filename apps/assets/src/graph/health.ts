import type { ProblemKind, ProjectHealth } from "@slate/schema/api";
import { type Actor, type Queries, readPrimary } from "@slate/service";
import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { type Graph, nameAt, sizeAt } from "./compact-graph.ts";
import { countFaulty } from "./file-problems.ts";
import { findGraph } from "./find-graph.ts";
import { countMissing } from "./missing.ts";
import { unusedIn } from "./unused-in.ts";

const LARGEST = 20;

const checked = new WeakMap<Graph, Promise<ProjectHealth>>();

/** What is wrong in a project, counted. Counted once for each state of its assets. Throws `project.not_found`. */
export async function checkHealth(deps: Deps, actor: Actor, projectId: string): Promise<ProjectHealth> {
  const graph = await findGraph(deps, actor, projectId);
  const known = checked.get(graph);
  if (known) return known;
  const checking = check(deps, actor, projectId, graph);
  checked.set(graph, checking);
  checking.catch(() => checked.delete(graph));
  return checking;
}

async function check(deps: Deps, actor: Actor, projectId: string, graph: Graph): Promise<ProjectHealth> {
  const unused = await unusedIn(deps, actor, projectId, graph);
  return readPrimary(deps, actor, async (q) => {
    await q.execute(sql`select set_config('statement_timeout', ${String(deps.config.GRAPH_LOAD_TIMEOUT_MS)}, true)`);
    const missing = await countMissing(q, projectId);
    const faulty = await countFaulty(q, projectId);
    const { count, builtin } = await countReferences(q, projectId);
    const lost = missing["missing-reference"].references + missing["missing-script"].references;
    const inPackages = missing.package.references;
    const counts: Record<ProblemKind, number> = {
      ...faulty,
      unused: unused.length,
      "missing-reference": missing["missing-reference"].guids,
      "missing-script": missing["missing-script"].guids,
    };
    return {
      counts,
      unusedBytes: unused.reduce((sum, { place }) => sum + sizeAt(graph, place), 0),
      assets: { count: graph.size, bytes: graph.sizes.reduce((sum, size) => sum + size, 0) },
      references: { count, resolved: count - builtin - lost - inPackages, builtin, missing: lost, inPackages },
      largest: largestOf(graph).map((place) => ({ ...nameAt(graph, place), size: sizeAt(graph, place) })),
      checkedAt: new Date().toISOString(),
    };
  });
}

async function countReferences(q: Queries, projectId: string): Promise<{ count: number; builtin: number }> {
  const [counted] = await q.execute<{ count: number; builtin: number }>(sql`
    select count(*)::int as count, (count(*) filter (where r.kind = 'builtin' and r.to_asset_id is null))::int as builtin
    from slate_asset_references r join slate_assets a on a.id = r.from_asset_id and a.deleted_at is null
    where r.project_id = ${projectId}`);
  return counted ?? { count: 0, builtin: 0 };
}

const largestOf = ({ sizes }: Graph): number[] =>
  Array.from(sizes.keys())
    .filter((place) => (sizes[place] as number) > 0)
    .sort((a, b) => (sizes[b] as number) - (sizes[a] as number) || a - b)
    .slice(0, LARGEST);
