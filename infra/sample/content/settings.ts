import { serialize } from "../unity/document.ts";
import { guidOf } from "../unity/identity.ts";
import { engine, nothing } from "../unity/references.ts";
import { type Fields, Flow, type Value, vec3 } from "../unity/yaml.ts";
import { playerSettings } from "./player-settings.ts";
import type { Project } from "./project.ts";
import { BUILD_SCENES, SANDBOX_SCENE } from "./scenes.ts";

const LAYERS = ["Default", "TransparentFX", "Ignore Raycast", "", "Water", "UI", "", "", "Items", "Player", "Ground"];
const extra = (fileId: number): Flow => new Flow(engine.standardShader.text.replace("46", String(fileId)));
const COLLIDE_ALL = "ff".repeat(128);

/** Makes the files of ProjectSettings. */
export function addSettings(project: Project): void {
  const add = (file: string, classId: number, type: string, fields: Fields): void =>
    project.plain(`ProjectSettings/${file}.asset`, serialize([{ classId, fileId: 1n, type, fields }]));
  add("AudioManager", 11, "AudioManager", AUDIO);
  add("DynamicsManager", 55, "PhysicsManager", PHYSICS);
  add("EditorBuildSettings", 1045, "EditorBuildSettings", buildSettings());
  add("EditorSettings", 159, "EditorSettings", EDITOR);
  add("GraphicsSettings", 30, "GraphicsSettings", graphics());
  add("InputManager", 13, "InputManager", { m_ObjectHideFlags: 0, serializedVersion: 2, m_Axes: AXES.map(axis), m_UsePhysicalKeys: 0 });
  add("NavMeshAreas", 126, "NavMeshProjectSettings", navigation());
  add("PresetManager", 1386491679, "PresetManager", { m_ObjectHideFlags: 0, serializedVersion: 2, m_DefaultPresets: {} });
  add("ProjectSettings", 129, "PlayerSettings", playerSettings);
  add("QualitySettings", 47, "QualitySettings", QUALITY);
  add("TagManager", 78, "TagManager", {
    serializedVersion: 2,
    tags: ["Item", "Lamp"],
    layers: Array.from({ length: 32 }, (_, index) => LAYERS[index] || null),
    m_SortingLayers: [{ name: "Default", uniqueID: 0, locked: 0 }],
  });
  add("TimeManager", 5, "TimeManager", {
    m_ObjectHideFlags: 0,
    "Fixed Timestep": 0.02,
    "Maximum Allowed Timestep": 0.33333334,
    m_TimeScale: 1,
    "Maximum Particle Timestep": 0.03,
  });
  add("VersionControlSettings", 890905787, "VersionControlSettings", {
    m_ObjectHideFlags: 0,
    m_Mode: "Visible Meta Files",
    m_CollabEditorSettings: { inProgressEnabled: 1 },
  });
}

const AUDIO: Fields = {
  m_ObjectHideFlags: 0,
  serializedVersion: 2,
  m_Volume: 1,
  "Rolloff Scale": 1,
  "Doppler Factor": 1,
  "Default Speaker Mode": 2,
  m_SampleRate: 0,
  m_DSPBufferSize: 1024,
  m_VirtualVoiceCount: 512,
  m_RealVoiceCount: 32,
  m_SpatializerPlugin: null,
  m_AmbisonicDecoderPlugin: null,
  m_DisableAudio: 0,
  m_VirtualizeEffects: 1,
  m_RequestedDSPBufferSize: 1024,
};

const PHYSICS: Fields = {
  m_ObjectHideFlags: 0,
  serializedVersion: 14,
  m_Gravity: vec3(0, -9.81, 0),
  m_DefaultMaterial: nothing,
  m_BounceThreshold: 2,
  m_DefaultMaxDepenetrationVelocity: 10,
  m_SleepThreshold: 0.005,
  m_DefaultContactOffset: 0.01,
  m_DefaultSolverIterations: 6,
  m_DefaultSolverVelocityIterations: 1,
  m_QueriesHitBackfaces: 0,
  m_QueriesHitTriggers: 1,
  m_EnableAdaptiveForce: 0,
  m_ClothInterCollisionDistance: 0.1,
  m_ClothInterCollisionStiffness: 0.2,
  m_ContactsGeneration: 1,
  m_LayerCollisionMatrix: COLLIDE_ALL,
  m_SimulationMode: 0,
  m_AutoSyncTransforms: 0,
  m_ReuseCollisionCallbacks: 1,
  m_InvokeCollisionCallbacks: 1,
  m_ClothInterCollisionSettingsToggle: 0,
  m_ClothGravity: vec3(0, -9.81, 0),
  m_ContactPairsMode: 0,
  m_BroadphaseType: 0,
  m_WorldBounds: { m_Center: vec3(0, 0, 0), m_Extent: vec3(250, 250, 250) },
  m_WorldSubdivisions: 8,
  m_FrictionType: 0,
  m_EnableEnhancedDeterminism: 0,
  m_EnableUnifiedHeightmaps: 1,
  m_ImprovedPatchFriction: 0,
  m_SolverType: 0,
  m_DefaultMaxAngularSpeed: 7,
};

const buildSettings = (): Fields => ({
  m_ObjectHideFlags: 0,
  serializedVersion: 2,
  m_Scenes: [...BUILD_SCENES, SANDBOX_SCENE].map((path) => ({ enabled: path !== SANDBOX_SCENE, path, guid: guidOf(path) })),
  m_configObjects: {},
});

const EDITOR: Fields = {
  m_ObjectHideFlags: 0,
  serializedVersion: 12,
  m_SerializationMode: 2,
  m_LineEndingsForNewScripts: 1,
  m_DefaultBehaviorMode: 0,
  m_PrefabRegularEnvironment: nothing,
  m_PrefabUIEnvironment: nothing,
  m_SpritePackerMode: 0,
  m_SpritePackerCacheSize: 10,
  m_SpritePackerPaddingPower: 1,
  m_ProjectGenerationIncludedExtensions: "txt;xml;fnt;cd;asmdef;asmref;rsp",
  m_ProjectGenerationRootNamespace: "Skerry",
  m_EnableTextureStreamingInEditMode: 1,
  m_EnableTextureStreamingInPlayMode: 1,
  m_EnableEditorAsyncCPUTextureLoading: 0,
  m_AsyncShaderCompilation: 1,
  m_PrefabModeAllowAutoSave: 1,
  m_EnterPlayModeOptionsEnabled: 0,
  m_EnterPlayModeOptions: 3,
  m_GameObjectNamingDigits: 1,
  m_GameObjectNamingScheme: 0,
  m_AssetNamingUsesSpace: 1,
  m_UseLegacyProbeSampleCount: 0,
  m_SerializeInlineMappingsOnOneLine: 0,
  m_DisableCookiesInLightmapper: 0,
  m_AssetPipelineMode: 1,
  m_RefreshImportMode: 0,
  m_CacheServerMode: 0,
  m_CacheServerEndpoint: null,
  m_CacheServerNamespacePrefix: "default",
  m_CacheServerEnableDownload: 1,
  m_CacheServerEnableUpload: 1,
  m_CacheServerEnableAuth: 0,
  m_CacheServerEnableTls: 0,
  m_CacheServerValidationMode: 2,
  m_CacheServerDownloadBatchSize: 128,
  m_EnableEnlightenBakedGI: 0,
};

function graphics(): Fields {
  const builtIn = (fileId: number): Fields => ({ m_Mode: 1, m_Shader: extra(fileId) });
  return {
    m_ObjectHideFlags: 0,
    serializedVersion: 14,
    m_Deferred: builtIn(69),
    m_DeferredReflections: builtIn(74),
    m_ScreenSpaceShadows: builtIn(64),
    m_LegacyDeferred: builtIn(63),
    m_DepthNormals: builtIn(62),
    m_MotionVectors: builtIn(75),
    m_LightHalo: builtIn(105),
    m_LensFlare: builtIn(102),
    m_VideoShadersIncludeMode: 2,
    m_AlwaysIncludedShaders: [7, 15104, 15105, 15106, 10753, 10770, 10783].map(extra),
    m_PreloadedShaders: [],
    m_PreloadShadersBatchTimeLimit: -1,
    m_SpritesDefaultMaterial: extra(10754),
    m_CustomRenderPipeline: nothing,
    m_TransparencySortMode: 0,
    m_TransparencySortAxis: vec3(0, 0, 1),
    m_DefaultRenderingPath: 1,
    m_DefaultMobileRenderingPath: 1,
    m_TierSettings: [],
    m_LightmapStripping: 0,
    m_FogStripping: 0,
    m_InstancingStripping: 0,
    m_LightmapKeepPlain: 1,
    m_LightmapKeepDirCombined: 1,
    m_LightmapKeepDynamicPlain: 1,
    m_LightmapKeepDynamicDirCombined: 1,
    m_LightmapKeepShadowMask: 1,
    m_LightmapKeepSubtractive: 1,
    m_FogKeepLinear: 1,
    m_FogKeepExp: 1,
    m_FogKeepExp2: 1,
    m_AlbedoSwatchInfos: [],
    m_LightsUseLinearIntensity: 0,
    m_LightsUseColorTemperature: 0,
    m_DefaultRenderingLayerMask: 1,
    m_LogWhenShaderIsCompiled: 0,
    m_SRPDefaultSettings: {},
  };
}

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

function navigation(): Fields {
  const named = [
    { name: "Walkable", cost: 1 },
    { name: "Not Walkable", cost: 1 },
    { name: "Jump", cost: 2 },
  ];
  return {
    m_ObjectHideFlags: 0,
    serializedVersion: 2,
    areas: Array.from({ length: 32 }, (_, index) => named[index] ?? { name: null, cost: 1 }),
    m_LastAgentTypeID: -887442657,
    m_Settings: [
      {
        serializedVersion: 3,
        agentTypeID: 0,
        agentRadius: 0.5,
        agentHeight: 2,
        agentSlope: 45,
        agentClimb: 0.75,
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
    ],
    m_SettingNames: ["Humanoid"],
  };
}

const level = (name: string, shadowDistance: number, antiAliasing: number): Fields => ({
  serializedVersion: 3,
  name,
  pixelLightCount: 4,
  shadows: 2,
  shadowResolution: 2,
  shadowProjection: 1,
  shadowCascades: 4,
  shadowDistance,
  shadowNearPlaneOffset: 3,
  shadowCascade2Split: 0.33333334,
  shadowCascade4Split: vec3(0.06666667, 0.2, 0.46666667),
  shadowmaskMode: 1,
  skinWeights: 4,
  globalTextureMipmapLimit: 0,
  textureMipmapLimitSettings: [],
  anisotropicTextures: 2,
  antiAliasing,
  softParticles: 1,
  softVegetation: 1,
  realtimeReflectionProbes: 1,
  billboardsFaceCameraPosition: 1,
  useLegacyDetailDistribution: 1,
  vSyncCount: 1,
  realtimeGICPUUsage: 50,
  lodBias: 1.5,
  maximumLODLevel: 0,
  enableLODCrossFade: 1,
  streamingMipmapsActive: 0,
  streamingMipmapsAddAllCameras: 1,
  streamingMipmapsMemoryBudget: 512,
  streamingMipmapsRenderersPerFrame: 512,
  streamingMipmapsMaxLevelReduction: 2,
  streamingMipmapsMaxFileIORequests: 1024,
  particleRaycastBudget: 2048,
  asyncUploadTimeSlice: 2,
  asyncUploadBufferSize: 16,
  asyncUploadPersistentBuffer: 1,
  resolutionScalingFixedDPIFactor: 1,
  customRenderPipeline: nothing,
  terrainQualityOverrides: 0,
  terrainPixelError: 1,
  terrainDetailDensityScale: 1,
  terrainBasemapDistance: 1000,
  terrainDetailDistance: 80,
  terrainTreeDistance: 5000,
  terrainBillboardStart: 50,
  terrainFadeLength: 5,
  terrainMaxTrees: 50,
  excludedTargetPlatforms: [],
});

const QUALITY: Fields = {
  m_ObjectHideFlags: 0,
  serializedVersion: 5,
  m_CurrentQuality: 1,
  m_QualitySettings: [level("Calm", 60, 0), level("Storm", 150, 4)],
  m_TextureMipmapLimitGroupNames: [],
  m_PerPlatformDefaultQuality: { Android: 0, Server: 0, Standalone: 1, WebGL: 0, iPhone: 0 },
};
