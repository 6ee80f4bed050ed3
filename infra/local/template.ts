import { readFileSync } from "node:fs";

/**
 * Fills `${NAME}` (upper case only, so that nginx's own `$name` and `${name}` stay) from `values`.
 * Throws on a name without a value.
 */
export function fillTemplate(text: string, values: Record<string, string | number>): string {
  return text.replaceAll(/\$\{([A-Z][A-Z0-9_]*)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`Template names \${${name}}, which has no value.`);
    return String(value);
  });
}

/** Reads a template file and fills it. */
export const fillTemplateFile = (path: string, values: Record<string, string | number>): string =>
  fillTemplate(readFileSync(path, "utf8"), values);
