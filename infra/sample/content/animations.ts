import { animationClip, animatorController, type Clip, type Controller } from "../unity/animation.ts";
import { serialize } from "../unity/document.ts";
import { asset } from "../unity/references.ts";
import type { Flow } from "../unity/yaml.ts";
import { HOME, type Project } from "./project.ts";

const clipPath = (name: string): string => `${HOME}/Animations/${name}.anim`;
const clip = (name: string): Flow => asset(clipPath(name));
const controllerPath = (name: string): string => `${HOME}/Animations/${name}.controller`;
export const controller = (name: string): Flow => asset(controllerPath(name));

const CLIPS: Record<string, Clip> = {
  DoorClosed: {
    loops: false,
    tracks: [
      {
        kind: "euler",
        path: "Hinge",
        keys: [
          [0, [0, 0, 0]],
          [0.1, [0, 0, 0]],
        ],
      },
    ],
  },
  DoorOpening: {
    loops: false,
    tracks: [
      {
        kind: "euler",
        path: "Hinge",
        keys: [
          [0, [0, 0, 0]],
          [0.6, [0, 92, 0]],
          [0.75, [0, 88, 0]],
        ],
      },
    ],
    events: [{ seconds: 0.1, method: "PlayCreak" }],
  },
  GullFlap: {
    loops: true,
    tracks: [
      {
        kind: "euler",
        path: "WingLeft",
        keys: [
          [0, [0, 0, 28]],
          [0.25, [0, 0, -18]],
          [0.5, [0, 0, 28]],
        ],
      },
      {
        kind: "euler",
        path: "WingRight",
        keys: [
          [0, [0, 0, -28]],
          [0.25, [0, 0, 18]],
          [0.5, [0, 0, -28]],
        ],
      },
    ],
  },
  GullGlide: {
    loops: true,
    tracks: [
      {
        kind: "euler",
        path: "WingLeft",
        keys: [
          [0, [0, 0, 6]],
          [1.5, [0, 0, 10]],
          [3, [0, 0, 6]],
        ],
      },
      {
        kind: "euler",
        path: "WingRight",
        keys: [
          [0, [0, 0, -6]],
          [1.5, [0, 0, -10]],
          [3, [0, 0, -6]],
        ],
      },
    ],
  },
  KeeperIdle: {
    loops: true,
    tracks: [
      {
        kind: "position",
        path: "Body",
        keys: [
          [0, [0, 0.9, 0]],
          [1.2, [0, 0.92, 0]],
          [2.4, [0, 0.9, 0]],
        ],
      },
    ],
  },
  KeeperWalk: {
    loops: true,
    tracks: [
      {
        kind: "position",
        path: "Body",
        keys: [
          [0, [0, 0.9, 0]],
          [0.2, [0, 0.96, 0]],
          [0.4, [0, 0.9, 0]],
          [0.6, [0, 0.96, 0]],
          [0.8, [0, 0.9, 0]],
        ],
      },
      {
        kind: "euler",
        path: "Body",
        keys: [
          [0, [4, 0, 1.5]],
          [0.4, [4, 0, -1.5]],
          [0.8, [4, 0, 1.5]],
        ],
      },
    ],
    events: [
      { seconds: 0, method: "PlayStep" },
      { seconds: 0.4, method: "PlayStep" },
    ],
  },
  LampTurning: {
    loops: true,
    tracks: [
      {
        kind: "euler",
        path: "Head",
        keys: [
          [0, [0, 0, 0]],
          [6, [0, 180, 0]],
          [12, [0, 360, 0]],
        ],
      },
    ],
  },
};

const CONTROLLERS: Record<string, Controller> = {
  Door: {
    parameters: { Open: "bool" },
    states: [
      { name: "Closed", clip: clip("DoorClosed") },
      { name: "Open", clip: clip("DoorOpening") },
    ],
    transitions: [
      { from: "Closed", to: "Open", parameter: "Open", when: true },
      { from: "Open", to: "Closed", parameter: "Open", when: false },
    ],
  },
  Gull: {
    parameters: { Flapping: "bool" },
    states: [
      { name: "Glide", clip: clip("GullGlide") },
      { name: "Flap", clip: clip("GullFlap"), speed: 1.2 },
    ],
    transitions: [
      { from: "Glide", to: "Flap", parameter: "Flapping", when: true },
      { from: "Flap", to: "Glide", parameter: "Flapping", when: false },
    ],
  },
  Keeper: {
    parameters: { Walking: "bool" },
    states: [
      { name: "Idle", clip: clip("KeeperIdle") },
      { name: "Walk", clip: clip("KeeperWalk") },
    ],
    transitions: [
      { from: "Idle", to: "Walk", parameter: "Walking", when: true },
      { from: "Walk", to: "Idle", parameter: "Walking", when: false },
    ],
  },
  Lamp: { parameters: {}, states: [{ name: "Turning", clip: clip("LampTurning") }], transitions: [] },
};

/** Makes every clip and every animator controller. */
export function addAnimations(project: Project): void {
  for (const [name, content] of Object.entries(CLIPS)) project.asset(clipPath(name), serialize([animationClip(name, content)]));
  for (const [name, content] of Object.entries(CONTROLLERS))
    project.asset(controllerPath(name), serialize(animatorController(name, content)));
}
