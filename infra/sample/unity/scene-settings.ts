import type { UnityObject } from "./document.ts";
import { engine, nothing } from "./references.ts";
import { type Fields, type Flow, flow, rgba } from "./yaml.ts";

/** What makes a scene look as it does. Colors are r, g, b from 0 to 1. */
export type Mood = {
  readonly fog?: { readonly color: readonly [number, number, number]; readonly density: number };
  readonly ambient: { readonly sky: Flow; readonly equator: Flow; readonly ground: Flow };
  readonly skybox: Flow;
  readonly bakesLight?: boolean;
};

/** The four documents every scene begins with. */
export function settingsOf(mood: Mood): UnityObject[] {
  return [
    { classId: 29, fileId: 1n, type: "OcclusionCullingSettings", fields: OCCLUSION },
    { classId: 104, fileId: 2n, type: "RenderSettings", fields: renderSettings(mood) },
    { classId: 157, fileId: 3n, type: "LightmapSettings", fields: lightmapSettings(mood.bakesLight ?? false) },
    { classId: 196, fileId: 4n, type: "NavMeshSettings", fields: NAV_MESH },
  ];
}

const OCCLUSION: Fields = {
  m_ObjectHideFlags: 0,
  serializedVersion: 2,
  m_OcclusionBakeSettings: { smallestOccluder: 5, smallestHole: 0.25, backfaceThreshold: 100 },
  m_SceneGUID: "00000000000000000000000000000000",
  m_OcclusionCullingData: nothing,
};

const renderSettings = ({ fog, ambient, skybox }: Mood): Fields => ({
  m_ObjectHideFlags: 0,
  serializedVersion: 9,
  m_Fog: fog !== undefined,
  m_FogColor: rgba(...(fog?.color ?? [0.5, 0.5, 0.5])),
  m_FogMode: 3,
  m_FogDensity: fog?.density ?? 0.01,
  m_LinearFogStart: 0,
  m_LinearFogEnd: 300,
  m_AmbientSkyColor: ambient.sky,
  m_AmbientEquatorColor: ambient.equator,
  m_AmbientGroundColor: ambient.ground,
  m_AmbientIntensity: 1,
  m_AmbientMode: 1,
  m_SubtractiveShadowColor: rgba(0.42, 0.478, 0.627),
  m_SkyboxMaterial: skybox,
  m_HaloStrength: 0.5,
  m_FlareStrength: 1,
  m_FlareFadeSpeed: 3,
  m_HaloTexture: nothing,
  m_SpotCookie: engine.spotCookie,
  m_DefaultReflectionMode: 0,
  m_DefaultReflectionResolution: 128,
  m_ReflectionBounces: 1,
  m_ReflectionIntensity: 1,
  m_CustomReflection: nothing,
  m_Sun: nothing,
  m_IndirectSpecularColor: flow({ r: 0, g: 0, b: 0, a: 1 }),
  m_UseRadianceAmbientProbe: 0,
});

const lightmapSettings = (bakesLight: boolean): Fields => ({
  m_ObjectHideFlags: 0,
  serializedVersion: 12,
  m_GIWorkflowMode: 1,
  m_GISettings: {
    serializedVersion: 2,
    m_BounceScale: 1,
    m_IndirectOutputScale: 1,
    m_AlbedoBoost: 1,
    m_EnvironmentLightingMode: 0,
    m_EnableBakedLightmaps: bakesLight,
    m_EnableRealtimeLightmaps: 0,
  },
  m_LightmapEditorSettings: {
    serializedVersion: 12,
    m_Resolution: 2,
    m_BakeResolution: 40,
    m_AtlasSize: 1024,
    m_AO: 0,
    m_AOMaxDistance: 1,
    m_CompAOExponent: 1,
    m_CompAOExponentDirect: 0,
    m_ExtractAmbientOcclusion: 0,
    m_Padding: 2,
    m_LightmapParameters: nothing,
    m_LightmapsBakeMode: 1,
    m_TextureCompression: 1,
    m_FinalGather: 0,
    m_FinalGatherFiltering: 1,
    m_FinalGatherRayCount: 256,
    m_ReflectionCompression: 2,
    m_MixedBakeMode: 2,
    m_BakeBackend: 1,
    m_PVRSampling: 1,
    m_PVRDirectSampleCount: 32,
    m_PVRSampleCount: 512,
    m_PVRBounces: 2,
    m_PVREnvironmentSampleCount: 256,
    m_PVREnvironmentReferencePointCount: 2048,
    m_PVRFilteringMode: 1,
    m_PVRDenoiserTypeDirect: 1,
    m_PVRDenoiserTypeIndirect: 1,
    m_PVRDenoiserTypeAO: 1,
    m_PVRFilterTypeDirect: 0,
    m_PVRFilterTypeIndirect: 0,
    m_PVRFilterTypeAO: 0,
    m_PVREnvironmentMIS: 1,
    m_PVRCulling: 1,
    m_PVRFilteringGaussRadiusDirect: 1,
    m_PVRFilteringGaussRadiusIndirect: 5,
    m_PVRFilteringGaussRadiusAO: 2,
    m_PVRFilteringAtrousPositionSigmaDirect: 0.5,
    m_PVRFilteringAtrousPositionSigmaIndirect: 2,
    m_PVRFilteringAtrousPositionSigmaAO: 1,
    m_ExportTrainingData: 0,
    m_TrainingDataDestination: "TrainingData",
    m_LightProbeSampleCountMultiplier: 4,
  },
  m_LightingDataAsset: nothing,
  m_LightingSettings: nothing,
});

const NAV_MESH: Fields = {
  serializedVersion: 2,
  m_ObjectHideFlags: 0,
  m_BuildSettings: {
    serializedVersion: 3,
    agentTypeID: 0,
    agentRadius: 0.5,
    agentHeight: 2,
    agentSlope: 45,
    agentClimb: 0.4,
    ledgeDropHeight: 0,
    maxJumpAcrossDistance: 0,
    minRegionArea: 2,
    manualCellSize: 0,
    cellSize: 0.16666667,
    manualTileSize: 0,
    tileSize: 256,
    buildHeightMesh: 0,
    maxJobWorkers: 0,
    preserveTilesOutsideBounds: 0,
    debug: { m_Flags: 0 },
  },
  m_NavMeshData: nothing,
};
