/** A step into JSON: a key, a place in a list, or all of a list. */
export type Step = { key: string } | { index: number } | "each";
/** `m_Materials.Array.data[0].guid` or `m_Materials[0].guid`; `isSize` for `m_Materials.Array.size`. */
export type PropertyPath = { steps: Step[]; isSize: boolean };

/** C# names, and what the compiler calls the field of an automatic property. */
const KEY = /^(?:<\w+>k__BackingField|[\p{L}_$][\p{L}\p{N}_$]*)/u;
const INDEX = /^\[(\d{1,9}|\*)\]/;

/** Reads a property path from the beginning of `text`; null when there is none. `length` says how much it is. */
export function readPropertyPath(text: string): { path: PropertyPath; length: number } | null {
  const steps: Step[] = [];
  let at = 0;
  do {
    if (steps.length > 0) at++; // the dot
    const [key] = KEY.exec(text.slice(at)) ?? [];
    if (key === undefined) return null;
    at += key.length;
    steps.push({ key });
    for (let found = INDEX.exec(text.slice(at)); found; found = INDEX.exec(text.slice(at))) {
      steps.push(found[1] === "*" ? "each" : { index: Number(found[1]) });
      at += found[0].length;
    }
  } while (text[at] === ".");
  return { path: withoutArrays(steps), length: at };
}

/** Unity writes `.Array.data[0]` and `.Array.size` for what JSON has as a list. */
function withoutArrays(steps: Step[]): PropertyPath {
  const isKey = (step: Step | undefined, key: string) => typeof step === "object" && "key" in step && step.key === key;
  const kept: Step[] = [];
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i] as Step;
    const follows = steps[i + 1];
    if (kept.length > 0 && isKey(step, "Array")) {
      if (isKey(follows, "size") && i + 2 === steps.length) return { steps: kept, isSize: true };
      if (isKey(follows, "data") && steps[i + 2] !== undefined && !isKeyed(steps[i + 2])) {
        i++;
        continue;
      }
    }
    kept.push(step);
  }
  return { steps: kept, isSize: false };
}

const isKeyed = (step: Step | undefined): boolean => typeof step === "object" && "key" in step;

/** The path in PostgreSQL's language; keys look into the items of a list where they meet one. */
export const toJsonPath = (steps: Step[]): string =>
  `lax $${steps.map((step) => (step === "each" ? "[*]" : "key" in step ? `.${JSON.stringify(step.key)}` : `[${step.index}]`)).join("")}`;
