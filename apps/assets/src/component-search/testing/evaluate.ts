import type { Json } from "@slate/schema/api";
import type { SeedAsset, SeedComponent } from "../../graph/testing/index.ts";
import type { Step } from "../parse-property.ts";
import { NUMBER, type Operand, type Operator, type Term, type Test } from "../terms.ts";

export type Row = { asset: SeedAsset & { guid: string }; component: SeedComponent; isMissing: boolean };

/** Whether a component is a hit, worked out in memory: what the database is held against. */
export const isHit = (terms: Term[], row: Row): boolean => terms.every(({ negated, test }) => holds(test, row) !== negated);

const contains = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());

function holds(test: Test, { asset, component, isMissing }: Row): boolean {
  switch (test.on) {
    case "type":
      return test.types.includes(asset.type);
    case "component": {
      const pattern = test.pattern.toLowerCase().split("*");
      let rest = component.type.toLowerCase();
      const [first = "", ...more] = pattern;
      if (!rest.startsWith(first)) return false;
      rest = rest.slice(first.length);
      for (const [i, part] of more.entries()) {
        if (i === more.length - 1) return rest.endsWith(part);
        if (!rest.includes(part)) return false;
        rest = rest.slice(rest.indexOf(part) + part.length);
      }
      return rest === "";
    }
    case "path":
      return contains(asset.path, test.text);
    case "name":
      return contains(component.name ?? "", test.text);
    case "label":
      return asset.labels?.includes(test.label) ?? false;
    case "has":
      return {
        warnings: (asset.warnings?.length ?? 0) > 0,
        labels: (asset.labels?.length ?? 0) > 0,
        script: component.scriptGuid !== undefined,
        missing: isMissing,
      }[test.what];
    case "guid":
      return asset.guid === test.guid || component.scriptGuid === test.guid;
    case "text": {
      const texts = [component.name ?? "", component.type, asset.path, ...textsIn(component.properties ?? {})];
      return texts.some((text) => contains(text, test.text));
    }
    case "property": {
      const values = follow(component.properties ?? {}, test.path.steps);
      const compared = test.path.isSize ? values.flatMap((value) => (Array.isArray(value) ? [value.length] : [])) : values;
      return compared.some((value) => compares(value, test.operator, test.operand));
    }
  }
}

const textsIn = (value: Json): string[] =>
  typeof value === "string" ? [value] : value !== null && typeof value === "object" ? Object.values(value).flatMap(textsIn) : [];

function follow(value: Json, steps: Step[]): Json[] {
  let found = [value];
  for (const step of steps) {
    found = found.flatMap((one): Json[] => {
      if (step === "each") return Array.isArray(one) ? one : [one];
      if ("index" in step) return Array.isArray(one) ? one.slice(step.index, step.index + 1) : step.index === 0 ? [one] : [];
      return (Array.isArray(one) ? one : [one]).flatMap((item) =>
        item !== null && typeof item === "object" && !Array.isArray(item) && Object.hasOwn(item, step.key) ? [item[step.key] as Json] : [],
      );
    });
  }
  return found;
}

function compares(value: Json, operator: Operator, operand: Operand): boolean {
  if (operand.kind === "any") return true;
  if (value === null || typeof value === "object") return false;
  const wanted = operand.kind === "text" ? operand.text : operand.number;
  if (operator === "~") return contains(String(value), wanted);
  if (operand.kind === "text") return (String(value) === wanted) === (operator === "=");
  const number = typeof value === "number" || (typeof value === "string" && NUMBER.test(value)) ? Number(value) : null;
  if (number === null) return operator === "!=";
  const other = Number(operand.number);
  const answers: Record<Exclude<Operator, "~">, boolean> = {
    "=": number === other,
    "!=": number !== other,
    ">": number > other,
    ">=": number >= other,
    "<": number < other,
    "<=": number <= other,
  };
  return answers[operator];
}
