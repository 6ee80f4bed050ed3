import { slateAssets as a, slateAssetComponents as c } from "@slate/schema/db";
import { eq, inArray, type SQL, sql } from "drizzle-orm";
import { toJsonPath } from "./parse-property.ts";
import { matchesPattern, NUMBER, type Operand, type Operator, type Term, type Test } from "./terms.ts";

/** Where is searched. `types` are the project's types of component: names are looked up there, so that the index serves. */
type Place = { projectId: string; types: string[] };

/** The condition that all terms hold. */
export const toCondition = (terms: Term[], place: Place): SQL =>
  sql.join(
    terms.map(({ negated, test }) => (negated ? sql`not (${holds(test, place)})` : holds(test, place))),
    sql` and `,
  );

function holds(test: Test, { projectId, types }: Place): SQL {
  switch (test.on) {
    case "type":
      return inArray(a.type, test.types);
    case "component": {
      const meant = types.filter((type) => matchesPattern(test.pattern, type));
      return meant.length === 0 ? sql`false` : inArray(c.componentType, meant);
    }
    case "path":
      return contains(sql`${a.path}`, test.text);
    case "name":
      return contains(sql`${c.componentName}`, test.text);
    case "label":
      return sql`${a.labels} @> array[${test.label}]`;
    case "has":
      return HAS[test.what](projectId);
    case "guid":
      return sql`(${eq(a.guid, test.guid)} or coalesce(${eq(c.scriptGuid, test.guid)}, false))`;
    case "text":
      return anywhere(test.text);
    case "property":
      return property(test);
  }
}

const HAS: Record<Extract<Test, { on: "has" }>["what"], (projectId: string) => SQL> = {
  warnings: () => sql`jsonb_array_length(${a.warnings}) > 0`,
  labels: () => sql`cardinality(${a.labels}) > 0`,
  script: () => sql`${c.scriptGuid} is not null`,
  // All that is missing at once, by its index, instead of a look for each component.
  missing: (projectId) => sql`(${c.assetId}, ${c.fileId}) in (select r.from_asset_id, r.from_file_id from slate_asset_references r
    where r.project_id = ${projectId} and r.to_asset_id is null and r.kind <> 'builtin' and r.from_file_id is not null)`,
};

const contains = (value: SQL, text: string): SQL => sql`strpos(lower(${value}), lower(${text}::text)) > 0`;

/** The whole of the properties is looked through first, as it is stored: most have the text nowhere, and to open them is dear. */
const anywhere = (text: string): SQL => sql`(${contains(sql`${c.componentName}`, text)} or ${contains(sql`${c.componentType}`, text)}
  or ${contains(sql`${a.path}`, text)} or (${contains(sql`${c.properties}::text`, JSON.stringify(text).slice(1, -1))} and exists (
    select from jsonb_path_query(${c.properties}, 'lax $.**') v where jsonb_typeof(v) = 'string' and ${contains(sql`v #>> '{}'`, text)})))`;

function property({ path, operator, operand }: Extract<Test, { on: "property" }>): SQL {
  const found = sql`jsonb_path_query(${c.properties}, ${toJsonPath(path.steps)}::jsonpath) v`;
  if (!path.isSize) return sql`exists (select from ${found} where ${compares(sql`v`, operator, operand)})`;
  const sizes = sql`(select to_jsonb(jsonb_array_length(v)) as v from ${found} where jsonb_typeof(v) = 'array') sizes`;
  return sql`exists (select from ${sizes} where ${compares(sql`v`, operator, operand)})`;
}

const NUMERIC = NUMBER.source.replaceAll("(?:", "(");

function compares(value: SQL, operator: Operator, operand: Operand): SQL {
  const isScalar = sql`jsonb_typeof(${value}) in ('string', 'number', 'boolean')`;
  const text = sql`(${value} #>> '{}')`;
  if (operand.kind === "any") return sql`true`;
  if (operator === "~") return sql`${isScalar} and ${contains(text, operand.kind === "text" ? operand.text : operand.number)}`;
  if (operand.kind === "text") return sql`${isScalar} and ${text} ${sql.raw(operator === "!=" ? "<>" : operator)} ${operand.text}`;
  // Text that looks like a number is one: Unity's 64-bit ids are text here. CASE keeps other text from the cast.
  const number = sql`case when jsonb_typeof(${value}) = 'number' or (jsonb_typeof(${value}) = 'string' and ${text} ~ ${NUMERIC})
    then ${text}::numeric end`;
  if (operator === "!=") return sql`${isScalar} and (${number}) is distinct from ${operand.number}::numeric`;
  return sql`(${number}) ${sql.raw(operator)} ${operand.number}::numeric`;
}
