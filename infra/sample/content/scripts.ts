import { script } from "../unity/components.ts";
import type { Component } from "../unity/hierarchy.ts";
import { guidOf } from "../unity/identity.ts";
import { asset } from "../unity/references.ts";
import type { Fields, Flow } from "../unity/yaml.ts";
import { HOME, type Project } from "./project.ts";

/** The path of one of the game's scripts by folder and class, such as `World/Door`. */
export const scriptPath = (name: string): string => `${HOME}/Scripts/${name}.cs`;
export const scriptAsset = (name: string): Flow => asset(scriptPath(name));
export const own = (name: string, fields: Fields): Component => script(scriptPath(name), fields);

/** The script that was deleted although a scene still uses it. */
export const DELETED_SCRIPT = scriptPath("World/TideGauge");

const RUNTIME = `${HOME}/Scripts/Skerry.Runtime.asmdef`;

type Assembly = { readonly name: string; readonly references: readonly string[]; readonly test?: boolean; readonly editorOnly?: boolean };

/** Makes the assembly definitions, which refer to each other by guid. */
export function addAssemblies(project: Project): void {
  const runtime = `GUID:${guidOf(RUNTIME)}`;
  project.asset(RUNTIME, definition({ name: "Skerry.Runtime", references: ["UnityEngine.UI"] }));
  project.asset(`${HOME}/Editor/Skerry.Editor.asmdef`, definition({ name: "Skerry.Editor", references: [runtime], editorOnly: true }));
  const testRunners = ["UnityEngine.TestRunner", "UnityEditor.TestRunner"];
  project.asset(
    `${HOME}/Tests/Skerry.Tests.asmdef`,
    definition({ name: "Skerry.Tests", references: [runtime, ...testRunners], editorOnly: true, test: true }),
  );
}

function definition({ name, references, test = false, editorOnly = false }: Assembly): string {
  const fields = {
    name,
    rootNamespace: test || editorOnly ? name : "Skerry",
    references,
    includePlatforms: editorOnly ? ["Editor"] : [],
    excludePlatforms: [],
    allowUnsafeCode: false,
    overrideReferences: test,
    precompiledReferences: test ? ["nunit.framework.dll"] : [],
    autoReferenced: !test,
    defineConstraints: test ? ["UNITY_INCLUDE_TESTS"] : [],
    versionDefines: [],
    noEngineReferences: false,
  };
  return `${JSON.stringify(fields, null, 4)}\n`;
}
