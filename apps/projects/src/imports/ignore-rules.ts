import ignore from "ignore";

/** What Unity and editors make for themselves and can make again. Only outside `Assets` and `Packages`: a folder there may have any name. */
const PROJECT_FOLDERS = ["Library", "Temp", "Obj", "Logs", "UserSettings", "MemoryCaptures", "Recordings", "Build", "Builds"];
const ANYWHERE = [".git", ".svn", ".hg", ".vs", ".idea", ".gradle", "node_modules", ".DS_Store", "Thumbs.db", "desktop.ini"];
const projectFolders = new Map(PROJECT_FOLDERS.map((name) => [name.toLowerCase(), `${name}/`]));
const anywhere = new Map(ANYWHERE.map((name) => [name.toLowerCase(), name]));
const CONTENT_ROOTS = new Set(["assets", "packages"]);

export const IGNORE_FILE = ".slateignore";

/** The default rule that leaves this path out, or null. */
export function defaultRule(path: string): string | null {
  const segments = path.toLowerCase().split("/");
  for (const segment of segments) {
    const rule = anywhere.get(segment);
    if (rule) return rule;
  }
  for (const segment of segments.slice(0, -1)) {
    if (CONTENT_ROOTS.has(segment)) return null;
    const rule = projectFolders.get(segment);
    if (rule) return rule;
  }
  return null;
}

/** Rules of a `.slateignore` (the syntax of .gitignore), as a test that names the file itself as the rule. */
export function readIgnoreFile(text: string): (path: string) => string | null {
  const rules = ignore().add(text);
  return (path) => (rules.ignores(path) ? IGNORE_FILE : null);
}

export type Ignored = { pattern: string; count: number; example: string };

/** Counts what was left out, by rule. */
export function createIgnoreReport() {
  const byRule = new Map<string, Ignored>();
  return {
    add(pattern: string, path: string) {
      const known = byRule.get(pattern);
      if (known) known.count++;
      else byRule.set(pattern, { pattern, count: 1, example: path });
    },
    get total() {
      return [...byRule.values()].reduce((sum, { count }) => sum + count, 0);
    },
    list: () => [...byRule.values()],
  };
}
