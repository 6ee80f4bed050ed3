import type { ComponentSuggestions } from "@slate/schema/api";
import { type Actor, type Queries, readPrimary } from "@slate/service";
import { type SQL, sql } from "drizzle-orm";
import { requireProject } from "../assets/project.ts";
import type { Deps } from "../deps.ts";
import { withinTime } from "./bounded.ts";
import { listComponentTypes } from "./component-types.ts";
import { readPropertyPath, type Step, toJsonPath } from "./parse-property.ts";
import { FILTER_NAMES } from "./parse-query.ts";
import { HAS, matchesPattern } from "./terms.ts";

type Item = ComponentSuggestions["items"][number];

const LIMIT = 30;
/** Objects of a type that are looked at for the names of its properties. */
const SAMPLE = 200;

/** How the last word of a search may go on. Throws `project.not_found`. */
export async function suggest(
  deps: Deps,
  actor: Actor,
  { projectId, q: typed }: { projectId: string; q: string },
): Promise<ComponentSuggestions> {
  const { word, from } = lastWord(typed);
  const items = await withinTime(deps, (begin) =>
    readPrimary(deps, actor, async (q) => {
      await requireProject(q, projectId);
      await begin(q);
      return complete(q, projectId, typed.slice(0, from), word);
    }),
  );
  return { from, items: items.slice(0, LIMIT) };
}

/** What is being typed: everything behind the last space outside of quotes, and behind its minus. */
function lastWord(typed: string): { word: string; from: number } {
  const [last = ""] = /(?:"(?:[^"\\]|\\.)*"?|[^\s"])*$/su.exec(typed) ?? [];
  const word = last.replace(/^-/, "");
  return { word, from: typed.length - word.length };
}

async function complete(q: Queries, projectId: string, before: string, word: string): Promise<Item[]> {
  const [, filter, value = ""] = /^([a-z]+):(.*)$/is.exec(word) ?? [];
  const begun = value.toLowerCase().replaceAll('"', "");
  switch (filter?.toLowerCase()) {
    case "component":
      return componentTypes(q, projectId, begun);
    case "type":
      return assetTypes(q, projectId, value);
    case "label":
      return labels(q, projectId, begun);
    case "has":
      return HAS.filter((what) => what.startsWith(begun)).map((what) => ({ kind: "filter", text: `has:${what}`, count: null }));
    case undefined:
      return anything(q, projectId, before, word);
    default:
      return [];
  }
}

async function anything(q: Queries, projectId: string, before: string, word: string): Promise<Item[]> {
  const filters = FILTER_NAMES.filter((name) => name.startsWith(word.toLowerCase())).map((name) => ({
    kind: "filter" as const,
    text: `${name}:`,
    count: null,
  }));
  const properties = await propertyNames(q, projectId, before, word);
  return [...properties, ...filters, ...(word === "" || word.includes(".") ? [] : await componentTypes(q, projectId, word.toLowerCase()))];
}

const counted = (q: Queries, question: SQL) => q.execute<{ value: string; count: number }>(question);

async function componentTypes(q: Queries, projectId: string, begun: string): Promise<Item[]> {
  const rows = await counted(
    q,
    sql`select component_type as value, count(*)::int as count from slate_asset_components
      where project_id = ${projectId} and strpos(lower(component_type), ${begun}) > 0
      group by 1 order by strpos(lower(component_type), ${begun}) = 1 desc, 2 desc, 1 limit ${LIMIT}`,
  );
  return rows.map(({ value, count }) => ({ kind: "component", text: `component:${quoted(value)}`, count }));
}

async function assetTypes(q: Queries, projectId: string, value: string): Promise<Item[]> {
  const chosen = value.slice(0, value.lastIndexOf(",") + 1).toLowerCase();
  const begun = value.slice(chosen.length).toLowerCase();
  const rows = await counted(
    q,
    sql`select type as value, count(*)::int as count from slate_assets
      where project_id = ${projectId} and deleted_at is null and starts_with(type, ${begun}) group by 1 order by 2 desc, 1 limit ${LIMIT}`,
  );
  return rows.map((row) => ({ kind: "type", text: `type:${chosen}${row.value}`, count: row.count }));
}

async function labels(q: Queries, projectId: string, begun: string): Promise<Item[]> {
  const rows = await counted(
    q,
    sql`select label as value, count(*)::int as count from slate_assets, unnest(labels) label
      where project_id = ${projectId} and deleted_at is null and strpos(lower(label), ${begun}) > 0 group by 1 order by 2 desc, 1 limit ${LIMIT}`,
  );
  return rows.map(({ value, count }) => ({ kind: "label", text: `label:${quoted(value)}`, count }));
}

/** Names of properties of the component types that the search names already, below the path that is being typed. */
async function propertyNames(q: Queries, projectId: string, before: string, word: string): Promise<Item[]> {
  const patterns = [...before.matchAll(/(?:^|\s)component:(?:"((?:[^"\\]|\\.)*)"|(\S+))/gisu)].map(
    ([, inQuotes, plain]) => inQuotes ?? plain ?? "",
  );
  if (patterns.length === 0) return [];
  const known = await listComponentTypes(q, projectId);
  const types = known.filter((type) => patterns.some((pattern) => matchesPattern(pattern, type)));
  const dot = word.lastIndexOf(".") + 1;
  const steps = stepsTo(word.slice(0, Math.max(0, dot - 1)));
  if (types.length === 0 || steps === null) return [];
  const rows = await counted(
    q,
    sql`select key as value, count(*)::int as count
      from (select properties from slate_asset_components
          where project_id = ${projectId} and component_type in (select value from json_array_elements_text(${JSON.stringify(types)}::json))
          limit ${SAMPLE}) sample,
        jsonb_path_query(properties, ${`${toJsonPath(steps)} ? (@.type() == "object")`}::jsonpath) v,
        jsonb_object_keys(v) key
      where starts_with(lower(key), ${word.slice(dot).toLowerCase()}) group by 1 order by 2 desc, 1 limit ${LIMIT}`,
  );
  return rows.map(({ value }) => ({ kind: "property", text: word.slice(0, dot) + value, count: null }));
}

/** The steps of a whole path; null when it is none. */
function stepsTo(path: string): Step[] | null {
  if (path === "") return [];
  const read = readPropertyPath(path);
  return read?.length === path.length && !read.path.isSize ? read.path.steps : null;
}

const quoted = (value: string): string => (/[\s"\\]/.test(value) ? `"${value.replace(/["\\]/g, "\\$&")}"` : value);
