import { origin, serialize } from "../unity/document.ts";
import { asset, engine, nothing } from "../unity/references.ts";
import { type Fields, type Flow, rgba, type Value, vec2 } from "../unity/yaml.ts";
import { HOME, type Project } from "./project.ts";
import { texturePath } from "./textures.ts";

export const materialPath = (name: string): string => `${HOME}/Materials/${name}.mat`;
export const material = (name: string): Flow => asset(materialPath(name));
export const shaderPath = (name: string): string => `${HOME}/Shaders/${name}.shader`;

/** The texture that was deleted although a material still uses it. */
export const DELETED_TEXTURE = texturePath("TarredRoof");

type Look = {
  readonly color: Flow;
  readonly texture?: string;
  readonly normal?: string;
  readonly tiling?: number;
  readonly metallic?: number;
  readonly smoothness?: number;
  readonly glow?: Flow;
};

const STANDARD: Record<string, Look> = {
  Basalt: { color: rgba(1, 1, 1), texture: "Basalt", normal: "BasaltNormal", tiling: 4, smoothness: 0.25 },
  BasaltWet: { color: rgba(0.55, 0.58, 0.62), texture: "Basalt", normal: "BasaltNormal", tiling: 4, smoothness: 0.82 },
  Brass: { color: rgba(0.83, 0.66, 0.31), metallic: 1, smoothness: 0.75 },
  BuoyRed: { color: rgba(0.72, 0.16, 0.12), texture: "Rust", smoothness: 0.4 },
  Canvas: { color: rgba(0.78, 0.73, 0.62), smoothness: 0.05 },
  Feather: { color: rgba(0.94, 0.94, 0.92), smoothness: 0.1 },
  Grass: { color: rgba(1, 1, 1), texture: "Grass", tiling: 24, smoothness: 0.05 },
  Heather: { color: rgba(1, 1, 1), texture: "Heather", tiling: 18, smoothness: 0.05 },
  LampGlass: { color: rgba(1, 0.95, 0.8), smoothness: 0.96, glow: rgba(2.4, 1.9, 1.1) },
  Lichen: { color: rgba(1, 1, 1), texture: "Lichen", normal: "BasaltNormal", tiling: 3, smoothness: 0.15 },
  Oilskin: { color: rgba(0.85, 0.66, 0.15), smoothness: 0.55 },
  Planks: { color: rgba(1, 1, 1), texture: "Planks", tiling: 2, smoothness: 0.2 },
  RedStripes: { color: rgba(1, 1, 1), texture: "RedStripes", smoothness: 0.3 },
  Sand: { color: rgba(1, 1, 1), texture: "Sand", tiling: 20, smoothness: 0.1 },
  Shingle: { color: rgba(1, 1, 1), texture: "Shingle", tiling: 20, smoothness: 0.2 },
  Skin: { color: rgba(0.86, 0.68, 0.56), smoothness: 0.3 },
  Whitewash: { color: rgba(1, 1, 1), texture: "Whitewash", tiling: 3, smoothness: 0.2 },
};

/** Variants change some properties of a parent and follow it in the rest. */
const VARIANTS: Record<string, { parent: string; color: Flow }> = {
  BuoyGreen: { parent: "BuoyRed", color: rgba(0.13, 0.45, 0.26) },
  OilskinBlack: { parent: "Oilskin", color: rgba(0.12, 0.13, 0.15) },
  PlanksTarred: { parent: "Planks", color: rgba(0.32, 0.28, 0.25) },
};

/** Makes every material, among them one whose texture is gone. */
export function addMaterials(project: Project): void {
  for (const [name, look] of Object.entries(STANDARD)) add(project, name, standard(look));
  for (const [name, { parent, color }] of Object.entries(VARIANTS)) {
    add(project, name, { m_Parent: material(parent), m_SavedProperties: properties([], [], [["_Color", color]]) });
  }
  add(project, "RoofTar", standard({ color: rgba(0.4, 0.4, 0.42), smoothness: 0.1 }, asset(DELETED_TEXTURE)));
  add(
    project,
    "Sea",
    custom(
      "Water",
      [["_NormalMap", asset(texturePath("WaterNormal")), 12]],
      [
        ["_WaveHeight", 0.35],
        ["_WaveSpeed", 0.6],
      ],
      [
        ["_DeepColor", rgba(0.04, 0.13, 0.19)],
        ["_ShallowColor", rgba(0.17, 0.42, 0.44)],
      ],
    ),
  );
  add(
    project,
    "LightBeam",
    custom("LightBeam", [["_Cookie", asset(texturePath("LightCookie")), 1]], [["_Falloff", 1.8]], [["_Tint", rgba(1, 0.88, 0.62, 0.35)]]),
  );
  add(
    project,
    "FogCard",
    custom("FogCard", [["_Noise", asset(texturePath("WindNoise")), 2]], [["_Drift", 0.05]], [["_Tint", rgba(0.74, 0.78, 0.82, 0.4)]]),
  );
  add(project, "DuskSky", custom("GradientSky", [["_Ramp", asset(texturePath("SkyGradient")), 1]], [["_Exposure", 1.1]], []));
}

function add(project: Project, name: string, fields: Fields): void {
  const { m_SavedProperties, ...own } = fields;
  const object = {
    classId: 21,
    fileId: 2100000n,
    type: "Material",
    fields: {
      serializedVersion: 8,
      ...origin,
      m_Name: name,
      m_Shader: engine.standardShader,
      m_Parent: nothing,
      m_ModifiedSerializedProperties: 0,
      m_ValidKeywords: [],
      m_InvalidKeywords: [],
      m_LightmapFlags: 4,
      m_EnableInstancingVariants: 0,
      m_DoubleSidedGI: 0,
      m_CustomRenderQueue: -1,
      stringTagMap: {},
      disabledShaderPasses: [],
      m_LockedProperties: null,
      m_SavedProperties: m_SavedProperties ?? {},
      m_BuildTextureStacks: [],
      ...own,
    },
  };
  project.asset(materialPath(name), serialize([object]));
}

type Texture = readonly [property: string, texture: Flow, tiling: number];

function standard(look: Look, texture = look.texture ? asset(texturePath(look.texture)) : nothing): Fields {
  const normal = look.normal ? asset(texturePath(look.normal)) : nothing;
  const keywords = [...(look.glow ? ["_EMISSION"] : []), ...(look.normal ? ["_NORMALMAP"] : [])];
  const empty = ["_DetailAlbedoMap", "_DetailMask", "_DetailNormalMap", "_EmissionMap"].map((name): Texture => [name, nothing, 1]);
  return {
    m_ValidKeywords: keywords,
    m_LightmapFlags: look.glow ? 2 : 4,
    m_SavedProperties: properties(
      [
        ["_BumpMap", normal, 1],
        ...empty,
        ["_MainTex", texture, look.tiling ?? 1],
        ["_MetallicGlossMap", nothing, 1],
        ["_OcclusionMap", nothing, 1],
        ["_ParallaxMap", nothing, 1],
      ],
      [
        ["_BumpScale", 1],
        ["_Cutoff", 0.5],
        ["_DetailNormalMapScale", 1],
        ["_DstBlend", 0],
        ["_GlossMapScale", 1],
        ["_Glossiness", look.smoothness ?? 0.5],
        ["_GlossyReflections", 1],
        ["_Metallic", look.metallic ?? 0],
        ["_Mode", 0],
        ["_OcclusionStrength", 1],
        ["_Parallax", 0.02],
        ["_SmoothnessTextureChannel", 0],
        ["_SpecularHighlights", 1],
        ["_SrcBlend", 1],
        ["_UVSec", 0],
        ["_ZWrite", 1],
      ],
      [
        ["_Color", look.color],
        ["_EmissionColor", look.glow ?? rgba(0, 0, 0)],
      ],
    ),
  };
}

const custom = (
  shader: string,
  textures: readonly Texture[],
  floats: readonly (readonly [string, number])[],
  colors: readonly (readonly [string, Flow])[],
): Fields => ({
  m_Shader: asset(shaderPath(shader)),
  m_SavedProperties: properties(textures, floats, colors),
});

const properties = (
  textures: readonly Texture[],
  floats: readonly (readonly [string, number])[],
  colors: readonly (readonly [string, Flow])[],
): Fields => ({
  serializedVersion: 3,
  m_TexEnvs: textures.map(
    ([name, texture, tiling]): Value => ({ [name]: { m_Texture: texture, m_Scale: vec2(tiling, tiling), m_Offset: vec2(0, 0) } }),
  ),
  m_Ints: [],
  m_Floats: floats.map(([name, value]) => ({ [name]: value })),
  m_Colors: colors.map(([name, color]) => ({ [name]: color })),
});
