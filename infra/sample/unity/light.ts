import type { Component } from "./hierarchy.ts";
import { nothing } from "./references.ts";
import { type Fields, type Flow, flow, vec2 } from "./yaml.ts";

export type LightOptions = {
  readonly kind: "spot" | "directional" | "point";
  readonly color: Flow;
  readonly intensity: number;
  readonly rangeMetres?: number;
  readonly spotDegrees?: number;
  readonly castsShadows?: boolean;
};

const KINDS = { spot: 0, directional: 1, point: 2 } as const;

export const light = ({ kind, color, intensity, rangeMetres = 10, spotDegrees = 30, castsShadows = false }: LightOptions): Component => ({
  classId: 108,
  type: "Light",
  fields: {
    m_Enabled: 1,
    serializedVersion: 10,
    m_Type: KINDS[kind],
    m_Shape: 0,
    m_Color: color,
    m_Intensity: intensity,
    m_Range: rangeMetres,
    m_SpotAngle: spotDegrees,
    m_InnerSpotAngle: spotDegrees * 0.7267361,
    m_CookieSize: 10,
    m_Shadows: {
      m_Type: castsShadows ? 2 : 0,
      m_Resolution: -1,
      m_CustomResolution: -1,
      m_Strength: 1,
      m_Bias: 0.05,
      m_NormalBias: 0.4,
      m_NearPlane: 0.2,
      m_CullingMatrixOverride: identityMatrix(),
      m_UseCullingMatrixOverride: 0,
    },
    m_Cookie: nothing,
    m_DrawHalo: 0,
    m_Flare: nothing,
    m_RenderMode: 0,
    m_CullingMask: { serializedVersion: 2, m_Bits: 4294967295 },
    m_RenderingLayerMask: 1,
    m_Lightmapping: 4,
    m_LightShadowCasterMode: 0,
    m_AreaSize: vec2(1, 1),
    m_BounceIntensity: 1,
    m_ColorTemperature: 6570,
    m_UseColorTemperature: 0,
    m_BoundingSphereOverride: flow({ x: 0, y: 0, z: 0, w: 0 }),
    m_UseBoundingSphereOverride: 0,
    m_UseViewFrustumForShadowCasterCull: 1,
    m_ShadowRadius: 0,
    m_ShadowAngle: 0,
  },
});

function identityMatrix(): Fields {
  const cells: Record<string, number> = {};
  for (let row = 0; row < 4; row++) for (let column = 0; column < 4; column++) cells[`e${row}${column}`] = row === column ? 1 : 0;
  return cells;
}
