import { origin, type UnityObject } from "./document.ts";
import { hash64 } from "./identity.ts";
import { local, nothing } from "./references.ts";
import { type Vector3, vector } from "./space.ts";
import { type Fields, type Flow, vec3 } from "./yaml.ts";

/** How one object moves: keys of position or Euler angles over seconds; `path` leads from the animated root. */
export type Track = {
  readonly kind: "position" | "euler";
  readonly path: string;
  readonly keys: readonly (readonly [seconds: number, value: Vector3])[];
};

export type ClipEvent = { readonly seconds: number; readonly method: string };
export type Clip = { readonly loops: boolean; readonly tracks: readonly Track[]; readonly events?: readonly ClipEvent[] };

const third = vec3(0.33333334, 0.33333334, 0.33333334);

export function animationClip(name: string, clip: Clip): UnityObject {
  const ends = clip.tracks.flatMap((track) => track.keys.map(([seconds]) => seconds));
  const curves = (kind: Track["kind"]): Fields[] => clip.tracks.filter((track) => track.kind === kind).map(trackCurve);
  return {
    classId: 74,
    fileId: 7400000n,
    type: "AnimationClip",
    fields: {
      ...origin,
      m_Name: name,
      serializedVersion: 7,
      m_Legacy: 0,
      m_Compressed: 0,
      m_UseHighQualityCurve: 1,
      m_RotationCurves: [],
      m_CompressedRotationCurves: [],
      m_EulerCurves: curves("euler"),
      m_PositionCurves: curves("position"),
      m_ScaleCurves: [],
      m_FloatCurves: [],
      m_PPtrCurves: [],
      m_SampleRate: 60,
      m_WrapMode: 0,
      m_Bounds: { m_Center: vec3(0, 0, 0), m_Extent: vec3(0, 0, 0) },
      m_ClipBindingConstant: { genericBindings: clip.tracks.map(binding), pptrCurveMapping: [] },
      m_AnimationClipSettings: clipSettings(Math.max(...ends), clip.loops),
      m_EditorCurves: [],
      m_EulerEditorCurves: [],
      m_HasGenericRootTransform: 0,
      m_HasMotionFloatCurves: 0,
      m_Events: (clip.events ?? []).map(clipEvent),
    },
  };
}

const trackCurve = (track: Track): Fields => ({
  curve: {
    serializedVersion: 2,
    m_Curve: track.keys.map(([seconds, value]) => ({
      serializedVersion: 3,
      time: seconds,
      value: vector(value),
      inSlope: vec3(0, 0, 0),
      outSlope: vec3(0, 0, 0),
      tangentMode: 0,
      weightedMode: 0,
      inWeight: third,
      outWeight: third,
    })),
    m_PreInfinity: 2,
    m_PostInfinity: 2,
    m_RotationOrder: 4,
  },
  path: track.path,
});

const binding = (track: Track): Fields => ({
  serializedVersion: 2,
  path: track.path === "" ? 0 : Bun.hash.crc32(track.path),
  attribute: track.kind === "position" ? 1 : 4,
  script: nothing,
  typeID: 4,
  customType: track.kind === "position" ? 0 : 4,
  isPPtrCurve: 0,
  isIntCurve: 0,
  isSerializeReferenceCurve: 0,
});

const clipSettings = (stopSeconds: number, loops: boolean): Fields => ({
  serializedVersion: 2,
  m_AdditiveReferencePoseClip: nothing,
  m_AdditiveReferencePoseTime: 0,
  m_StartTime: 0,
  m_StopTime: stopSeconds,
  m_OrientationOffsetY: 0,
  m_Level: 0,
  m_CycleOffset: 0,
  m_HasAdditiveReferencePose: 0,
  m_LoopTime: loops,
  m_LoopBlend: 0,
  m_LoopBlendOrientation: 0,
  m_LoopBlendPositionY: 0,
  m_LoopBlendPositionXZ: 0,
  m_KeepOriginalOrientation: 0,
  m_KeepOriginalPositionY: 1,
  m_KeepOriginalPositionXZ: 0,
  m_HeightFromFeet: 0,
  m_Mirror: 0,
});

const clipEvent = ({ seconds, method }: ClipEvent): Fields => ({
  time: seconds,
  functionName: method,
  data: null,
  objectReferenceParameter: nothing,
  floatParameter: 0,
  intParameter: 0,
  messageOptions: 0,
});

export type State = { readonly name: string; readonly clip: Flow; readonly speed?: number };
export type Transition = { readonly from: string; readonly to: string; readonly parameter: string; readonly when: boolean };

const PARAMETER_KINDS = { float: 1, bool: 4, trigger: 9 } as const;

export type Controller = {
  readonly parameters: Readonly<Record<string, keyof typeof PARAMETER_KINDS>>;
  /** The first is the default. */
  readonly states: readonly [State, ...State[]];
  readonly transitions: readonly Transition[];
};

/** The documents of an animator controller with one layer. */
export function animatorController(name: string, controller: Controller): UnityObject[] {
  const id = (key: string): bigint => BigInt.asIntN(64, hash64(`${name} ${key}`));
  const stateId = (state: string): bigint => id(`state ${state}`);
  const transitionId = ({ from, to }: Transition): bigint => id(`transition ${from} ${to}`);
  const machineId = id("state machine");
  const own = local(9100000n);
  const children: UnityObject[] = [
    ...controller.transitions.map((transition) => transitionObject(transitionId(transition), stateId(transition.to), transition)),
    ...controller.states.map((state) => {
      const leaving = controller.transitions.filter(({ from }) => from === state.name).map((transition) => local(transitionId(transition)));
      return stateObject(stateId(state.name), state, leaving);
    }),
    machineObject(
      machineId,
      controller.states.map(({ name: state }) => local(stateId(state))),
    ),
  ].sort((a, b) => (a.fileId < b.fileId ? -1 : 1));
  const main: UnityObject = {
    classId: 91,
    fileId: 9100000n,
    type: "AnimatorController",
    fields: {
      ...origin,
      m_Name: name,
      serializedVersion: 5,
      m_AnimatorParameters: Object.entries(controller.parameters).map(([parameter, kind]) => ({
        m_Name: parameter,
        m_Type: PARAMETER_KINDS[kind],
        m_DefaultFloat: 0,
        m_DefaultInt: 0,
        m_DefaultBool: 0,
        m_Controller: own,
      })),
      m_AnimatorLayers: [
        {
          serializedVersion: 5,
          m_Name: "Base Layer",
          m_StateMachine: local(machineId),
          m_Mask: nothing,
          m_Motions: [],
          m_Behaviours: [],
          m_BlendingMode: 0,
          m_SyncedLayerIndex: -1,
          m_DefaultWeight: 0,
          m_IKPass: 0,
          m_SyncedLayerAffectsTiming: 0,
          m_Controller: own,
        },
      ],
    },
  };
  const negative = children.filter(({ fileId }) => fileId < 0n);
  return [...negative, main, ...children.filter(({ fileId }) => fileId > 0n)];
}

const hidden: Fields = { ...origin, m_ObjectHideFlags: 1 };

const transitionObject = (fileId: bigint, to: bigint, { parameter, when }: Transition): UnityObject => ({
  classId: 1101,
  fileId,
  type: "AnimatorStateTransition",
  fields: {
    ...hidden,
    m_Name: null,
    m_Conditions: [{ m_ConditionMode: when ? 1 : 2, m_ConditionEvent: parameter, m_EventTreshold: 0 }],
    m_DstStateMachine: nothing,
    m_DstState: local(to),
    m_Solo: 0,
    m_Mute: 0,
    m_IsExit: 0,
    serializedVersion: 3,
    m_TransitionDuration: 0.25,
    m_TransitionOffset: 0,
    m_ExitTime: 0.75,
    m_HasExitTime: 0,
    m_HasFixedDuration: 1,
    m_InterruptionSource: 0,
    m_OrderedInterruption: 1,
    m_CanTransitionToSelf: 1,
  },
});

const stateObject = (fileId: bigint, { name, clip, speed = 1 }: State, transitions: readonly Flow[]): UnityObject => ({
  classId: 1102,
  fileId,
  type: "AnimatorState",
  fields: {
    serializedVersion: 6,
    ...hidden,
    m_Name: name,
    m_Speed: speed,
    m_CycleOffset: 0,
    m_Transitions: transitions,
    m_StateMachineBehaviours: [],
    m_Position: vec3(50, 50, 0),
    m_IKOnFeet: 0,
    m_WriteDefaultValues: 1,
    m_Mirror: 0,
    m_SpeedParameterActive: 0,
    m_MirrorParameterActive: 0,
    m_CycleOffsetParameterActive: 0,
    m_TimeParameterActive: 0,
    m_Motion: clip,
    m_Tag: null,
    m_SpeedParameter: null,
    m_MirrorParameter: null,
    m_CycleOffsetParameter: null,
    m_TimeParameter: null,
  },
});

const machineObject = (fileId: bigint, states: readonly Flow[]): UnityObject => ({
  classId: 1107,
  fileId,
  type: "AnimatorStateMachine",
  fields: {
    serializedVersion: 6,
    ...hidden,
    m_Name: "Base Layer",
    m_ChildStates: states.map((state, index) => ({ serializedVersion: 1, m_State: state, m_Position: vec3(300, 20 + index * 90, 0) })),
    m_ChildStateMachines: [],
    m_AnyStateTransitions: [],
    m_EntryTransitions: [],
    m_StateMachineTransitions: {},
    m_StateMachineBehaviours: [],
    m_AnyStatePosition: vec3(50, 20, 0),
    m_EntryPosition: vec3(50, 120, 0),
    m_ExitPosition: vec3(800, 120, 0),
    m_ParentStateMachinePosition: vec3(800, 20, 0),
    m_DefaultState: states[0] ?? nothing,
  },
});
