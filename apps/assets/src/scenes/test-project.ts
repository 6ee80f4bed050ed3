import { readProject, samples } from "../unity/testing/read-project.ts";
import { decodeText } from "../unity/text.ts";
import type { PrefabSource, PrefabSources } from "./resolve.ts";
import { isSerialized } from "./scene-file.ts";

/** A Unity project on disk, for tests: its serialized files by path, and its prefabs and models by guid. */
export type TestProject = { files: Map<string, string>; sources: PrefabSources; pathOf: (guid: string) => string | undefined };

const MODEL = /\.(fbx|obj|dae|blend)$/i;

function readTestProject(folder: string): TestProject {
  const files = new Map<string, string>();
  const sources = new Map<string, PrefabSource>();
  const paths = new Map<string, string>();
  for (const [path, bytes] of readProject(folder)) {
    if (path.endsWith(".meta")) {
      const guid = /^guid: ([0-9a-f]{32})/m.exec(bytes.toString())?.[1];
      if (guid) paths.set(guid, path.slice(0, -".meta".length));
    } else {
      const { text, lossless } = decodeText(bytes);
      if (lossless && isSerialized(text)) files.set(path, text);
    }
  }
  for (const [guid, path] of paths) {
    const text = files.get(path);
    if (text !== undefined && path.endsWith(".prefab")) sources.set(guid, { kind: "prefab", text });
    if (MODEL.test(path)) sources.set(guid, { kind: "model", name: path.slice(path.lastIndexOf("/") + 1).replace(MODEL, "") });
  }
  return { files, sources, pathOf: (guid) => paths.get(guid) };
}

/** Our own sample, and the foreign one where there is one. */
export const testProjects: TestProject[] = samples.map(([, folder]) => readTestProject(folder));
