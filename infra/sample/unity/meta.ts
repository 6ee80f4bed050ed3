import { guidOf } from "./identity.ts";
import { SPRITE_ID } from "./references.ts";
import { emitFields, type Fields, flow, vec2 } from "./yaml.ts";

/** How a texture is imported. Sprite is a UI image, sheet several sprites in one image. */
export type TextureUse = "color" | "normal" | "data" | "sprite" | { readonly sheet: readonly SpriteRect[] };
export type SpriteRect = {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly internalId: bigint;
};

const TAIL: Fields = { userData: null, assetBundleName: null, assetBundleVariant: null };

const NATIVE_MAIN: Record<string, bigint> = {
  anim: 7400000n,
  asset: 11400000n,
  controller: 9100000n,
  mat: 2100000n,
  physicMaterial: 13400000n,
};

/** The .meta text of a folder. */
export const folderMeta = (path: string): string => meta(path, "DefaultImporter", { externalObjects: {} }, "folderAsset: yes\n");

/** The .meta text of a file whose importer follows from its extension. */
export function fileMeta(path: string, mainObject?: bigint): string {
  const extension = path.slice(path.lastIndexOf(".") + 1);
  const native = NATIVE_MAIN[extension];
  if (native) return meta(path, "NativeFormatImporter", { externalObjects: {}, mainObjectFileID: mainObject ?? native });
  switch (extension) {
    case "cs":
      return meta(path, "MonoImporter", {
        externalObjects: {},
        serializedVersion: 2,
        defaultReferences: [],
        executionOrder: 0,
        icon: flow({ instanceID: 0 }),
      });
    case "prefab":
      return meta(path, "PrefabImporter", { externalObjects: {} });
    case "asmdef":
      return meta(path, "AssemblyDefinitionImporter", { externalObjects: {} });
    case "shader":
      return meta(path, "ShaderImporter", { externalObjects: {}, defaultTextures: [], nonModifiableTextures: [], preprocessorOverride: 0 });
    case "hlsl":
      return meta(path, "ShaderIncludeImporter", { externalObjects: {} });
    case "json":
    case "md":
    case "txt":
      return meta(path, "TextScriptImporter", { externalObjects: {} });
    default:
      return meta(path, "DefaultImporter", { externalObjects: {} });
  }
}

/** The .meta text of a sound. Long ones stream, short ones are decompressed on load. */
export const audioMeta = (path: string, streams: boolean): string =>
  meta(path, "AudioImporter", {
    externalObjects: {},
    serializedVersion: 7,
    defaultSettings: {
      serializedVersion: 2,
      loadType: streams ? 2 : 0,
      sampleRateSetting: 0,
      sampleRateOverride: 44100,
      compressionFormat: 1,
      quality: 0.7,
      conversionMode: 0,
      preloadAudioData: 0,
    },
    platformSettingOverrides: {},
    forceToMono: 1,
    normalize: 1,
    loadInBackground: streams,
    ambisonic: 0,
    "3D": 1,
  });

/** The .meta text of a model. `mesh` names its one mesh, `material` is remapped to a project material. */
export const modelMeta = (path: string, mesh: string, material: { name: string; reference: Fields[string] }): string =>
  meta(path, "ModelImporter", {
    serializedVersion: 22200,
    internalIDToNameTable: [
      { first: { "1": 100000 }, second: mesh },
      { first: { "4": 400000 }, second: mesh },
      { first: { "23": 2300000 }, second: mesh },
      { first: { "33": 3300000 }, second: mesh },
      { first: { "43": 4300000 }, second: mesh },
    ],
    externalObjects: [
      { first: { type: "UnityEngine:Material", assembly: "UnityEngine.CoreModule", name: material.name }, second: material.reference },
    ],
    materials: { materialImportMode: 2, materialName: 0, materialSearch: 1, materialLocation: 1 },
    animations: {
      legacyGenerateAnimations: 4,
      bakeSimulation: 0,
      resampleCurves: 1,
      optimizeGameObjects: 0,
      removeConstantScaleCurves: 0,
      motionNodeName: null,
      animationCompression: 1,
      animationRotationError: 0.5,
      animationPositionError: 0.5,
      animationScaleError: 0.5,
      animationWrapMode: 0,
      extraExposedTransformPaths: [],
      extraUserProperties: [],
      clipAnimations: [],
      isReadable: 0,
    },
    meshes: {
      lODScreenPercentages: [],
      globalScale: 1,
      meshCompression: 0,
      addColliders: 0,
      useSRGBMaterialColor: 1,
      sortHierarchyByName: 1,
      importVisibility: 1,
      importBlendShapes: 1,
      importCameras: 1,
      importLights: 1,
      nodeNameCollisionStrategy: 1,
      fileIdsGeneration: 1,
      swapUVChannels: 0,
      generateSecondaryUV: 0,
      useFileUnits: 1,
      keepQuads: 0,
      weldVertices: 1,
      bakeAxisConversion: 0,
      preserveHierarchy: 0,
      skinWeightsMode: 0,
      maxBonesPerVertex: 4,
      minBoneWeight: 0.001,
      optimizeBones: 1,
      meshOptimizationFlags: -1,
      indexFormat: 0,
      secondaryUVAngleDistortion: 8,
      secondaryUVAreaDistortion: 15.000001,
      secondaryUVHardAngle: 88,
      secondaryUVMarginMethod: 1,
      secondaryUVMinLightmapResolution: 40,
      secondaryUVMinObjectScale: 1,
      secondaryUVPackMargin: 4,
      useFileScale: 1,
      strictVertexDataChecks: 0,
    },
    tangentSpace: { normalSmoothAngle: 60, normalImportMode: 0, tangentImportMode: 3, normalCalculationMode: 4 },
    importAnimation: 0,
    humanoidOversampling: 1,
    avatarSetup: 0,
    addHumanoidExtraRootOnlyWhenUsingAvatar: 1,
    importBlendShapeDeformPercent: 1,
    remapMaterialsIfMaterialImportModeIsNone: 0,
    additionalBone: 0,
  });

/** The .meta text of a texture of `size` pixels. */
export function textureMeta(path: string, use: TextureUse, size: number): string {
  const sheet = typeof use === "object" ? use.sheet : [];
  const isSprite = use === "sprite" || sheet.length > 0;
  return meta(path, "TextureImporter", {
    internalIDToNameTable: sheet.map((entry) => ({ first: { "213": entry.internalId }, second: entry.name })),
    externalObjects: {},
    serializedVersion: 12,
    mipmaps: {
      mipMapMode: 0,
      enableMipMap: !isSprite,
      sRGBTexture: use === "color" || isSprite,
      linearTexture: 0,
      fadeOut: 0,
      borderMipMap: 0,
      mipMapsPreserveCoverage: 0,
      alphaTestReferenceValue: 0.5,
      mipMapFadeDistanceStart: 1,
      mipMapFadeDistanceEnd: 3,
    },
    bumpmap: { convertToNormalMap: 0, externalNormalMap: 0, heightScale: 0.25, normalMapFilter: 0, flipGreenChannel: 0 },
    isReadable: use === "data",
    streamingMipmaps: 0,
    streamingMipmapsPriority: 0,
    vTOnly: 0,
    ignoreMipmapLimit: 0,
    grayScaleToAlpha: 0,
    generateCubemap: 6,
    cubemapConvolution: 0,
    seamlessCubemap: 0,
    textureFormat: 1,
    maxTextureSize: 2048,
    textureSettings: {
      serializedVersion: 2,
      filterMode: 1,
      aniso: isSprite ? 1 : 4,
      mipBias: 0,
      wrapU: isSprite ? 1 : 0,
      wrapV: isSprite ? 1 : 0,
      wrapW: 0,
    },
    nPOTScale: isSprite ? 0 : 1,
    lightmap: 0,
    compressionQuality: 50,
    spriteMode: sheet.length > 0 ? 2 : isSprite ? 1 : 0,
    spriteExtrude: 1,
    spriteMeshType: 1,
    alignment: 0,
    spritePivot: vec2(0.5, 0.5),
    spritePixelsToUnits: 100,
    spriteBorder: flow({ x: 0, y: 0, z: 0, w: 0 }),
    spriteGenerateFallbackPhysicsShape: 1,
    alphaUsage: 1,
    alphaIsTransparency: isSprite,
    spriteTessellationDetail: -1,
    textureType: isSprite ? 8 : use === "normal" ? 1 : 0,
    textureShape: 1,
    singleChannelComponent: 0,
    flipbookRows: 1,
    flipbookColumns: 1,
    maxTextureSizeSet: 0,
    compressionQualitySet: 0,
    textureFormatSet: 0,
    ignorePngGamma: 0,
    applyGammaDecoding: 0,
    swizzle: 50462976,
    cookieLightType: 0,
    platformSettings: ["DefaultTexturePlatform", "Standalone"].map((target) => platformSettings(target, size, isSprite)),
    spriteSheet: spriteSheet(path, isSprite, sheet),
    mipmapLimitGroupName: null,
    pSDRemoveMatte: 0,
  });
}

function platformSettings(buildTarget: string, size: number, isSprite: boolean): Fields {
  return {
    serializedVersion: 3,
    buildTarget,
    maxTextureSize: Math.max(32, size),
    resizeAlgorithm: 0,
    textureFormat: -1,
    textureCompression: isSprite ? 0 : 1,
    compressionQuality: 50,
    crunchedCompression: 0,
    allowsAlphaSplitting: 0,
    overridden: 0,
    ignorePlatformSupport: 0,
    androidETC2FallbackOverride: 0,
    forceMaximumCompressionQuality_BC6H_BC7: 0,
  };
}

function spriteSheet(path: string, isSprite: boolean, sheet: readonly SpriteRect[]): Fields {
  return {
    serializedVersion: 2,
    sprites: sheet.map((entry) => ({
      serializedVersion: 2,
      name: entry.name,
      rect: { serializedVersion: 2, x: entry.x, y: entry.y, width: entry.size, height: entry.size },
      alignment: 0,
      pivot: vec2(0.5, 0.5),
      border: flow({ x: 0, y: 0, z: 0, w: 0 }),
      outline: [],
      physicsShape: [],
      tessellationDetail: -1,
      bones: [],
      spriteID: guidOf(`${path} ${entry.name}`),
      internalID: entry.internalId,
      vertices: [],
      indices: null,
      edges: [],
      weights: [],
    })),
    outline: [],
    physicsShape: [],
    bones: [],
    spriteID: isSprite ? guidOf(`${path} ${SPRITE_ID}`) : null,
    internalID: 0,
    vertices: [],
    indices: null,
    edges: [],
    weights: [],
    secondaryTextures: [],
    nameFileIdTable: Object.fromEntries(sheet.map((entry) => [entry.name, entry.internalId])),
  };
}

function meta(path: string, importer: string, settings: Fields, flags = ""): string {
  return `fileFormatVersion: 2\nguid: ${guidOf(path)}\n${flags}${importer}:\n${emitFields({ ...settings, ...TAIL }, 2)}`;
}
