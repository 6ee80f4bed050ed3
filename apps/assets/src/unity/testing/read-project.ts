import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const root = join(import.meta.dir, "..", "..", "..", "..", "..");

/** Every file of a folder by its path in it. */
export type ProjectFiles = Map<string, Buffer>;

export function readProject(folder: string): ProjectFiles {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [relative(folder, path), readFileSync(path)]),
  );
}

/** The project of infra/sample, which every clone has. */
export const OWN_SAMPLE = join(root, "infra", "sample", "project");
/** The larger sample beside the repository, where there is one: its SOURCE.md states what is in it. */
export const SHARED_SAMPLE = join(root, "..", "shared", "data", "unity-sample");
export const hasSharedSample = existsSync(join(SHARED_SAMPLE, "SOURCE.md"));
export const samples: [name: string, folder: string][] = [
  ["our own sample", OWN_SAMPLE],
  ...(hasSharedSample ? ([["the shared sample", SHARED_SAMPLE]] as [string, string][]) : []),
];
