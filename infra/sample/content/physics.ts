import { origin, serialize } from "../unity/document.ts";
import { asset } from "../unity/references.ts";
import type { Flow } from "../unity/yaml.ts";
import { HOME, type Project } from "./project.ts";

const path = (name: string): string => `${HOME}/Physics/${name}.physicMaterial`;
export const friction = (name: keyof typeof MATERIALS): Flow => asset(path(name));

const MATERIALS = {
  WetRock: { dynamicFriction: 0.35, staticFriction: 0.4, bounciness: 0, frictionCombine: 1, bounceCombine: 1 },
  OldWood: { dynamicFriction: 0.6, staticFriction: 0.7, bounciness: 0.05, frictionCombine: 0, bounceCombine: 0 },
  CorkFender: { dynamicFriction: 0.5, staticFriction: 0.5, bounciness: 0.45, frictionCombine: 0, bounceCombine: 3 },
} as const;

export function addPhysicMaterials(project: Project): void {
  for (const [name, fields] of Object.entries(MATERIALS)) {
    project.asset(
      path(name),
      serialize([{ classId: 134, fileId: 13400000n, type: "PhysicMaterial", fields: { ...origin, m_Name: name, ...fields } }]),
    );
  }
}
