import type { ListProblems, Page, Problem, Reference } from "@slate/schema/api";
import { type Actor, decodeCursor, pageOf, type Queries, read } from "@slate/service";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requireProject } from "../assets/project.ts";
import { findReferences, toReference } from "../assets/references.ts";
import { tagsOfProject } from "../assets/tags.ts";
import type { Deps } from "../deps.ts";
import { type Graph, nameAt, pathAt, sizeAt } from "./compact-graph.ts";
import { type AssetRow, type Faulty, type FileProblem, findBearers, listFaulty } from "./file-problems.ts";
import { findGraph } from "./find-graph.ts";
import { listMissing, type Missing, type MissingKind } from "./missing.ts";
import type { Unused } from "./unused.ts";
import { unusedIn } from "./unused-in.ts";

type Query = z.infer<typeof ListProblems>;

/** References, and sharers of a guid, that one problem shows. */
const SHOWN = 20;
const nothing = { asset: null, guid: null, lastKnownPath: null, references: [], count: 0, size: 0, others: [] };

/** One page of what is wrong in a project, of one kind. Throws `project.not_found`. */
export async function listProblems(deps: Deps, actor: Actor, query: Query): Promise<Page<Problem>> {
  const { kind } = query;
  if (kind === "unused") return listUnused(deps, actor, query);
  return read(deps, actor, { tags: tagsOfProject(query.projectId) }, async (q) => {
    await requireProject(q, query.projectId);
    return kind === "missing-reference" || kind === "missing-script"
      ? listMissingProblems(q, kind, query)
      : listFileProblems(q, kind, query);
  });
}

const MissingCursor = z.tuple([z.int(), z.string()]);

async function listMissingProblems(q: Queries, kind: MissingKind, { projectId, limit, cursor }: Query): Promise<Page<Problem>> {
  const rows = await listMissing(q, projectId, kind, limit + 1, decodeCursor(MissingCursor, cursor));
  const places = await referencesTo(q, projectId, kind, rows.slice(0, limit));
  const toProblem = ({ guid, lastPath, count }: Missing): Problem => ({
    ...nothing,
    kind,
    message: lastPath === null ? "The project has never had it" : `${lastPath} is gone`,
    guid,
    lastKnownPath: lastPath,
    references: places.get(guid) ?? [],
    count,
  });
  return pageOf(rows, limit, (row) => [row.count, row.guid], toProblem);
}

/** The first places that name each of these guids. */
async function referencesTo(q: Queries, projectId: string, kind: MissingKind, missing: Missing[]): Promise<Map<string, Reference[]>> {
  if (missing.length === 0) return new Map();
  const guids = JSON.stringify(missing.map(({ guid }) => guid));
  const isKind = kind === "missing-script" ? sql`x.kind = 'script'` : sql`x.kind not in ('script', 'builtin')`;
  const where = sql`(r.from_asset_id, r.ordinal) in (
    select shown.from_asset_id, shown.ordinal
    from json_array_elements_text(${guids}::json) named (guid) cross join lateral (
      select x.from_asset_id, x.ordinal
      from slate_asset_references x join slate_assets a on a.id = x.from_asset_id and a.deleted_at is null
      where x.project_id = ${projectId} and x.to_guid = named.guid and x.to_asset_id is null and ${isKind}
      order by x.from_asset_id, x.ordinal limit ${SHOWN}) shown)`;
  const rows = await findReferences(q, where, sql`r.from_asset_id, r.ordinal`, missing.length * SHOWN);
  return Map.groupBy(rows.map(toReference), (reference) => reference.to.guid);
}

const FileCursor = z.tuple([z.string(), z.uuid()]);

async function listFileProblems(q: Queries, kind: FileProblem, { projectId, limit, cursor }: Query): Promise<Page<Problem>> {
  const rows = await listFaulty(q, projectId, kind, limit + 1, decodeCursor(FileCursor, cursor));
  const guids = kind === "duplicate-guid" ? rows.flatMap((row) => row.declaredGuid ?? []) : [];
  const bearers = await findBearers(q, projectId, guids);
  return pageOf(
    rows,
    limit,
    (row) => [row.path, row.id],
    (row) => toFileProblem(kind, row, bearers.get(row.declaredGuid ?? "") ?? []),
  );
}

function toFileProblem(kind: FileProblem, row: Faulty, bearers: AssetRow[]): Problem {
  const others = bearers.filter((other) => other.id !== row.id);
  const message = {
    "orphaned-meta": `${row.path}.meta has no asset`,
    "missing-meta": "It has no .meta: every machine that opens the project will give it another guid",
    "duplicate-guid": `Its .meta declares the guid of ${others[0]?.path ?? "another asset"}`,
    warning: row.warnings[0]?.message ?? "",
  }[kind];
  return {
    ...nothing,
    kind,
    asset: nameOf(row),
    message,
    guid: row.declaredGuid ?? row.guid,
    count: kind === "warning" ? row.warnings.length : 1,
    size: row.size,
    others: others.slice(0, SHOWN).map(nameOf),
  };
}

const nameOf = ({ id, guid, path, type }: AssetRow) => ({ id, guid, path, type });

const UnusedCursor = z.tuple([z.number(), z.string()]);

async function listUnused(deps: Deps, actor: Actor, { projectId, limit, cursor }: Query): Promise<Page<Problem>> {
  const after = decodeCursor(UnusedCursor, cursor);
  const graph = await findGraph(deps, actor, projectId);
  const unused = await unusedIn(deps, actor, projectId, graph);
  const begin = after ? unused.findIndex(({ place }) => isAfter(graph, place, after)) : 0;
  const rows = begin === -1 ? [] : unused.slice(begin, begin + limit + 1);
  return pageOf(
    rows,
    limit,
    ({ place }) => [sizeAt(graph, place), pathAt(graph, place)],
    ({ place, why }) => ({ ...nothing, kind: "unused", asset: nameAt(graph, place), message: WHY[why], size: sizeAt(graph, place) }),
  );
}

const WHY: Record<Unused["why"], string> = {
  nobody: "Nothing names it",
  unused: "Only assets that are unused themselves name it",
  disabled: "The build settings list it, but switched off",
};

function isAfter(graph: Graph, place: number, [size, path]: z.infer<typeof UnusedCursor>): boolean {
  const own = sizeAt(graph, place);
  return own < size || (own === size && Buffer.compare(Buffer.from(pathAt(graph, place)), Buffer.from(path)) > 0);
}
