import type { Component } from "./hierarchy.ts";
import { asset, nothing, packageScript } from "./references.ts";
import { type Fields, type Flow, flow, rgba, vec2, vec3 } from "./yaml.ts";

const layers = (bits: number): Fields => ({ serializedVersion: 2, m_Bits: bits });

/** A script of this project on a GameObject; `fields` are its serialized fields in declaration order. */
export const script = (path: string, fields: Fields): Component => behaviour(asset(path), fields);

/** A script of a package on a GameObject. */
export const packaged = (guid: string, fields: Fields): Component => behaviour(packageScript(guid), fields);

const behaviour = (reference: Flow, fields: Fields): Component => ({
  classId: 114,
  type: "MonoBehaviour",
  fields: { m_Enabled: 1, m_EditorHideFlags: 0, m_Script: reference, m_Name: null, m_EditorClassIdentifier: null, ...fields },
});

export const meshFilter = (mesh: Flow): Component => ({ classId: 33, type: "MeshFilter", fields: { m_Mesh: mesh } });

export const meshRenderer = (material: Flow, options: { castsShadows?: boolean } = {}): Component => ({
  classId: 23,
  type: "MeshRenderer",
  fields: {
    m_Enabled: 1,
    m_CastShadows: options.castsShadows ?? true,
    m_ReceiveShadows: 1,
    m_DynamicOccludee: 1,
    m_StaticShadowCaster: 0,
    m_MotionVectors: 1,
    m_LightProbeUsage: 1,
    m_ReflectionProbeUsage: 1,
    m_RayTracingMode: 2,
    m_RayTraceProcedural: 0,
    m_RenderingLayerMask: 1,
    m_RendererPriority: 0,
    m_Materials: [material],
    m_StaticBatchInfo: { firstSubMesh: 0, subMeshCount: 0 },
    m_StaticBatchRoot: nothing,
    m_ProbeAnchor: nothing,
    m_LightProbeVolumeOverride: nothing,
    m_ScaleInLightmap: 1,
    m_ReceiveGI: 1,
    m_PreserveUVs: 0,
    m_IgnoreNormalsForChartDetection: 0,
    m_ImportantGI: 0,
    m_StitchLightmapSeams: 1,
    m_SelectedEditorRenderState: 3,
    m_MinimumChartSize: 4,
    m_AutoUVMaxDistance: 0.5,
    m_AutoUVMaxAngle: 89,
    m_LightmapParameters: nothing,
    m_SortingLayerID: 0,
    m_SortingLayer: 0,
    m_SortingOrder: 0,
    m_AdditionalVertexStreams: nothing,
  },
});

/** The two components that show a mesh. */
export const shape = (mesh: Flow, material: Flow): Component[] => [meshFilter(mesh), meshRenderer(material)];

const collider = (material: Flow, trigger: boolean): Fields => ({
  m_Material: material,
  m_IncludeLayers: layers(0),
  m_ExcludeLayers: layers(0),
  m_LayerOverridePriority: 0,
  m_IsTrigger: trigger,
  m_ProvidesContacts: 0,
  m_Enabled: 1,
});

type ColliderOptions = { readonly material?: Flow; readonly trigger?: boolean; readonly center?: Flow };

export const boxCollider = (
  size: Flow,
  { material = nothing, trigger = false, center = vec3(0, 0, 0) }: ColliderOptions = {},
): Component => ({
  classId: 65,
  type: "BoxCollider",
  fields: { ...collider(material, trigger), serializedVersion: 3, m_Size: size, m_Center: center },
});

export const sphereCollider = (
  radius: number,
  { material = nothing, trigger = false, center = vec3(0, 0, 0) }: ColliderOptions = {},
): Component => ({
  classId: 135,
  type: "SphereCollider",
  fields: { ...collider(material, trigger), serializedVersion: 3, m_Radius: radius, m_Center: center },
});

export const meshCollider = (mesh: Flow, options: { material?: Flow; convex?: boolean } = {}): Component => ({
  classId: 64,
  type: "MeshCollider",
  fields: {
    ...collider(options.material ?? nothing, false),
    serializedVersion: 5,
    m_Convex: options.convex ?? false,
    m_CookingOptions: 30,
    m_Mesh: mesh,
  },
});

export const characterController = (height: number, radius: number): Component => ({
  classId: 143,
  type: "CharacterController",
  fields: {
    ...collider(nothing, false),
    serializedVersion: 3,
    m_Height: height,
    m_Radius: radius,
    m_SlopeLimit: 48,
    m_StepOffset: 0.35,
    m_SkinWidth: 0.04,
    m_MinMoveDistance: 0.001,
    m_Center: vec3(0, height / 2, 0),
  },
});

export const rigidbody = (massKg: number, options: { drag?: number; kinematic?: boolean } = {}): Component => ({
  classId: 54,
  type: "Rigidbody",
  fields: {
    serializedVersion: 4,
    m_Mass: massKg,
    m_Drag: options.drag ?? 0,
    m_AngularDrag: 0.05,
    m_CenterOfMass: vec3(0, 0, 0),
    m_InertiaTensor: vec3(1, 1, 1),
    m_InertiaRotation: flow({ x: 0, y: 0, z: 0, w: 1 }),
    m_IncludeLayers: layers(0),
    m_ExcludeLayers: layers(0),
    m_ImplicitCom: 1,
    m_ImplicitTensor: 1,
    m_UseGravity: 1,
    m_IsKinematic: options.kinematic ?? false,
    m_Interpolate: 1,
    m_Constraints: 0,
    m_CollisionDetection: 0,
  },
});

export const animator = (controller: Flow): Component => ({
  classId: 95,
  type: "Animator",
  head: { serializedVersion: 5 },
  fields: {
    m_Enabled: 1,
    m_Avatar: nothing,
    m_Controller: controller,
    m_CullingMode: 0,
    m_UpdateMode: 0,
    m_ApplyRootMotion: 0,
    m_LinearVelocityBlending: 0,
    m_StabilizeFeet: 0,
    m_WarningMessage: null,
    m_HasTransformHierarchy: 1,
    m_AllowConstantClipSamplingOptimization: 1,
    m_KeepAnimatorStateOnDisable: 0,
    m_WriteDefaultValuesOnDisable: 0,
  },
});

export const audioListener: Component = { classId: 81, type: "AudioListener", fields: { m_Enabled: 1 } };

/** One key per point, flat tangents, as the editor writes a default curve. */
export const curve = (...points: readonly (readonly [time: number, value: number])[]): Fields => ({
  serializedVersion: 2,
  m_Curve: points.map(([time, value]) => ({
    serializedVersion: 3,
    time,
    value,
    inSlope: 0,
    outSlope: 0,
    tangentMode: 0,
    weightedMode: 0,
    inWeight: 0.33333334,
    outWeight: 0.33333334,
  })),
  m_PreInfinity: 2,
  m_PostInfinity: 2,
  m_RotationOrder: 4,
});

type AudioOptions = { readonly loop?: boolean; readonly playOnAwake?: boolean; readonly volume?: number; readonly reachMetres?: number };

/** A sound in space, or flat when it has no reach. */
export const audioSource = (clip: Flow, { loop = false, playOnAwake = false, volume = 1, reachMetres }: AudioOptions = {}): Component => ({
  classId: 82,
  type: "AudioSource",
  fields: {
    m_Enabled: 1,
    serializedVersion: 4,
    OutputAudioMixerGroup: nothing,
    m_audioClip: clip,
    m_PlayOnAwake: playOnAwake,
    m_Volume: volume,
    m_Pitch: 1,
    Loop: loop,
    Mute: 0,
    Spatialize: 0,
    SpatializePostEffects: 0,
    Priority: 128,
    DopplerLevel: 1,
    MinDistance: 1,
    MaxDistance: reachMetres ?? 500,
    Pan2D: 0,
    rolloffMode: 1,
    BypassEffects: 0,
    BypassListenerEffects: 0,
    BypassReverbZones: 0,
    rolloffCustomCurve: curve([0, 1], [1, 0]),
    panLevelCustomCurve: curve([0, reachMetres === undefined ? 0 : 1]),
    spreadCustomCurve: curve([0, 0]),
    reverbZoneMixCustomCurve: curve([0, 1]),
  },
});

type CameraOptions = { readonly background?: Flow; readonly skybox?: boolean; readonly fieldOfView?: number };

export const camera = ({
  background = rgba(0.19215687, 0.3019608, 0.4745098, 0),
  skybox = true,
  fieldOfView = 60,
}: CameraOptions = {}): Component => ({
  classId: 20,
  type: "Camera",
  fields: {
    m_Enabled: 1,
    serializedVersion: 2,
    m_ClearFlags: skybox ? 1 : 2,
    m_BackGroundColor: background,
    m_projectionMatrixMode: 1,
    m_GateFitMode: 2,
    m_FOVAxisMode: 0,
    m_Iso: 200,
    m_ShutterSpeed: 0.005,
    m_Aperture: 16,
    m_FocusDistance: 10,
    m_FocalLength: 50,
    m_BladeCount: 5,
    m_Curvature: vec2(2, 11),
    m_BarrelClipping: 0.25,
    m_Anamorphism: 0,
    m_SensorSize: vec2(36, 24),
    m_LensShift: vec2(0, 0),
    m_NormalizedViewPortRect: { serializedVersion: 2, x: 0, y: 0, width: 1, height: 1 },
    "near clip plane": 0.1,
    "far clip plane": 1000,
    "field of view": fieldOfView,
    orthographic: 0,
    "orthographic size": 5,
    m_Depth: -1,
    m_CullingMask: layers(4294967295),
    m_RenderingPath: -1,
    m_TargetTexture: nothing,
    m_TargetDisplay: 0,
    m_TargetEye: 3,
    m_HDR: 1,
    m_AllowMSAA: 1,
    m_AllowDynamicResolution: 0,
    m_ForceIntoRT: 0,
    m_OcclusionCulling: 1,
    m_StereoConvergence: 10,
    m_StereoSeparation: 0.022,
  },
});
