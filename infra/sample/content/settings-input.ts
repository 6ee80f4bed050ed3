import type { Fields, Value } from "../unity/yaml.ts";

type Axis = {
  readonly name: string;
  readonly negative?: string;
  readonly positive: string;
  readonly altNegative?: string;
  readonly altPositive?: string;
};

const AXES: readonly Axis[] = [
  { name: "Horizontal", negative: "left", positive: "right", altNegative: "a", altPositive: "d" },
  { name: "Vertical", negative: "down", positive: "up", altNegative: "s", altPositive: "w" },
  { name: "Submit", positive: "return", altPositive: "joystick button 0" },
  { name: "Cancel", positive: "escape", altPositive: "joystick button 1" },
];

function axis({ name, negative, positive, altNegative, altPositive }: Axis): Value {
  const moves = negative !== undefined;
  return {
    serializedVersion: 3,
    m_Name: name,
    descriptiveName: null,
    descriptiveNegativeName: null,
    negativeButton: negative ?? null,
    positiveButton: positive,
    altNegativeButton: altNegative ?? null,
    altPositiveButton: altPositive ?? null,
    gravity: moves ? 3 : 1000,
    dead: 0.001,
    sensitivity: moves ? 3 : 1000,
    snap: moves,
    invert: 0,
    type: 0,
    axis: 0,
    joyNum: 0,
  };
}

/** The keys of the game. */
export const input: Fields = { m_ObjectHideFlags: 0, serializedVersion: 2, m_Axes: AXES.map(axis), m_UsePhysicalKeys: 0 };
