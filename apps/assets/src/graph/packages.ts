import type { Queries } from "@slate/service";
import { sql } from "drizzle-orm";
import { z } from "zod";

const Manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/** Packages of the engine and of editors: scenes name nothing of theirs. */
const WITHOUT_COMPONENTS = /^com\.unity\.(?:modules\.|ide\.|toolchain\.|sysroot|test-framework$|ext\.nunit$|collab-proxy$)/;

/**
 * Whether the packages of a project may bring scripts whose guids we do not know. Packages live outside the files, so a script that the
 * project never had is then likely to be one of theirs.
 */
export async function bringsUnknownScripts(q: Queries, projectId: string): Promise<boolean> {
  const manifests = await q.execute<{ content: string | null }>(sql`
    select f.content from slate_assets a join slate_files f on f.id = a.file_id
    where a.project_id = ${projectId} and a.deleted_at is null and a.type = 'package' and a.path ~ '(^|/)Packages/manifest\\.json$'`);
  return manifests.some(({ content }) => {
    const packages = readDependencies(content);
    return packages === null || Object.entries(packages).some(([name, version]) => !isKnown(name, version));
  });
}

/** The scripts of the first ugui are known by their guids; from its second on it contains TextMesh Pro. */
const isKnown = (name: string, version: string): boolean =>
  WITHOUT_COMPONENTS.test(name) || (name === "com.unity.ugui" && version.startsWith("1."));

/** Names and versions; null when the manifest cannot be read. */
function readDependencies(content: string | null): Record<string, string> | null {
  try {
    return Manifest.parse(JSON.parse(content ?? "")).dependencies;
  } catch {
    return null;
  }
}
