import { serialize } from "../unity/document.ts";
import { guidOf } from "../unity/identity.ts";
import { nothing } from "../unity/references.ts";
import { type Fields, vec3 } from "../unity/yaml.ts";
import { playerSettings } from "./player-settings.ts";
import type { Project } from "./project.ts";
import { BUILD_SCENES, SANDBOX_SCENE } from "./scene-paths.ts";
import { graphics, quality } from "./settings-graphics.ts";
import { input } from "./settings-input.ts";

const LAYERS = ["Default", "TransparentFX", "Ignore Raycast", "", "Water", "UI", "", "", "Items", "Player", "Ground"];
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
  add("InputManager", 13, "InputManager", input);
  add("NavMeshAreas", 126, "NavMeshProjectSettings", navigation());
  add("PresetManager", 1386491679, "PresetManager", { m_ObjectHideFlags: 0, serializedVersion: 2, m_DefaultPresets: {} });
  add("ProjectSettings", 129, "PlayerSettings", playerSettings);
  add("QualitySettings", 47, "QualitySettings", quality);
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
