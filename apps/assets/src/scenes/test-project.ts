import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { decodeText } from "../unity/text.ts";
import type { PrefabSource, PrefabSources } from "./resolve.ts";
import { isSerialized } from "./scene-file.ts";

/** A Unity project on disk, for tests: its serialized files by path, and its prefabs and models by guid. */
export type TestProject = { files: Map<string, string>; sources: PrefabSources; pathOf: (guid: string) => string | undefined };

const MODEL = /\.(fbx|obj|dae|blend)$/i;

function readProject(root: string): TestProject {
  const files = new Map<string, string>();
  const sources = new Map<string, PrefabSource>();
  const paths = new Map<string, string>();
  for (const path of readdirSync(root, { recursive: true }) as string[]) {
    if (path.endsWith(".meta")) {
      const guid = /^guid: ([0-9a-f]{32})/m.exec(readFileSync(join(root, path), "utf8"))?.[1];
      if (guid) paths.set(guid, path.slice(0, -".meta".length));
    } else if (/\.(prefab|unity|asset|mat|controller|anim|physicMaterial|mixer|playable|lighting)$/.test(path)) {
      const { text } = decodeText(readFileSync(join(root, path)));
      if (isSerialized(text)) files.set(path, text);
    }
  }
  for (const [guid, path] of paths) {
    const text = files.get(path);
    if (text !== undefined && path.endsWith(".prefab")) sources.set(guid, { kind: "prefab", text });
    if (MODEL.test(path)) sources.set(guid, { kind: "model", name: path.slice(path.lastIndexOf("/") + 1).replace(MODEL, "") });
  }
  return { files, sources, pathOf: (guid) => paths.get(guid) };
}

const repository = resolve(import.meta.dir, "../../../..");
/** Files that Unity wrote, where somebody has put some beside the repository. */
const FOREIGN = resolve(repository, "../shared/data/unity-sample");

/** Our own sample, and the foreign one when it is there. */
export const testProjects: TestProject[] = [join(repository, "infra/sample/project"), FOREIGN]
  .filter((root) => existsSync(root))
  .map(readProject);
