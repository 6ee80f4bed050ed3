import { HOME } from "./project.ts";

export const scenePath = (name: string): string => `${HOME}/Scenes/${name}.unity`;

/** The scenes of a build, the first one first; the last is only for trying things out. */
export const BUILD_SCENES = ["Boot", "MainMenu", "Island", "LighthouseInterior"].map(scenePath);
export const SANDBOX_SCENE = scenePath("Sandbox/Beach");
