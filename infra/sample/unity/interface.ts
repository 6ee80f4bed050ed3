import { packaged } from "./components.ts";
import type { Component, Rect } from "./hierarchy.ts";
import { engine, nothing } from "./references.ts";
import { type Fields, type Flow, flow, rgba, vec2 } from "./yaml.ts";

/** Scripts of the package com.unity.ugui, which the project names in Packages/manifest.json. */
export const UGUI = {
  button: "4e29b1a8efbd4b44bb3f3716e73f07ff",
  canvasScaler: "0cd44c1031e13a943bb63640046fad76",
  eventSystem: "76c392e42b5098c458856cdf6ecaaaa1",
  graphicRaycaster: "dc42784cf147c0c48a680349fa168899",
  horizontalLayoutGroup: "30649d3a9faa99c48a7b1166b86bf2a0",
  image: "fe87c0e1cc204ed48ad3b37840f39efc",
  standaloneInputModule: "4f231c4fb786f3946a6b90b886c48677",
  text: "5f7201a12d95ffc409449d95f23cf332",
  verticalLayoutGroup: "59f8146938fff824cb5fd77236b75775",
} as const;

export const canvasRenderer: Component = { classId: 222, type: "CanvasRenderer", fields: { m_CullTransparentMesh: 1 } };

export const canvasGroup = (alpha: number): Component => ({
  classId: 225,
  type: "CanvasGroup",
  fields: { m_Enabled: 1, m_Alpha: alpha, m_Interactable: 1, m_BlocksRaycasts: 1, m_IgnoreParentGroups: 0 },
});

/** The three components of a canvas that covers the screen. */
export const canvas = (sortingOrder: number): Component[] => [
  {
    classId: 223,
    type: "Canvas",
    fields: {
      m_Enabled: 1,
      serializedVersion: 3,
      m_RenderMode: 0,
      m_Camera: nothing,
      m_PlaneDistance: 100,
      m_PixelPerfect: 0,
      m_ReceivesEvents: 1,
      m_OverrideSorting: 0,
      m_OverridePixelPerfect: 0,
      m_SortingBucketNormalizedSize: 0,
      m_VertexColorAlwaysGammaSpace: 0,
      m_AdditionalShaderChannelsFlag: 0,
      m_UpdateRectTransformForStandalone: 0,
      m_SortingLayerID: 0,
      m_SortingOrder: sortingOrder,
      m_TargetDisplay: 0,
    },
  },
  packaged(UGUI.canvasScaler, {
    m_UiScaleMode: 1,
    m_ReferencePixelsPerUnit: 100,
    m_ScaleFactor: 1,
    m_ReferenceResolution: vec2(1920, 1080),
    m_ScreenMatchMode: 0,
    m_MatchWidthOrHeight: 0.5,
    m_PhysicalUnit: 3,
    m_FallbackScreenDPI: 96,
    m_DefaultSpriteDPI: 96,
    m_DynamicPixelsPerUnit: 1,
    m_PresetInfoIsWorld: 0,
  }),
  packaged(UGUI.graphicRaycaster, {
    m_IgnoreReversedGraphics: 1,
    m_BlockingObjects: 0,
    m_BlockingMask: { serializedVersion: 2, m_Bits: 4294967295 },
  }),
];

const graphicFields = (color: Flow, catchesPointer: boolean): Fields => ({
  m_Material: nothing,
  m_Color: color,
  m_RaycastTarget: catchesPointer,
  m_RaycastPadding: flow({ x: 0, y: 0, z: 0, w: 0 }),
  m_Maskable: 1,
  m_OnCullStateChanged: { m_PersistentCalls: { m_Calls: [] } },
});

type ImageOptions = { readonly color?: Flow; readonly kind?: "simple" | "sliced" | "radial"; readonly catchesPointer?: boolean };

/** An image of the user interface; radial ones fill clockwise like a gauge. */
export const image = (sprite: Flow, { color = rgba(1, 1, 1), kind = "simple", catchesPointer = true }: ImageOptions = {}): Component =>
  packaged(UGUI.image, {
    ...graphicFields(color, catchesPointer),
    m_Sprite: sprite,
    m_Type: { simple: 0, sliced: 1, radial: 3 }[kind],
    m_PreserveAspect: 1,
    m_FillCenter: 1,
    m_FillMethod: 4,
    m_FillAmount: 1,
    m_FillClockwise: 1,
    m_FillOrigin: 2,
    m_UseSpriteMesh: 0,
    m_PixelsPerUnitMultiplier: 1,
  });

type LabelOptions = { readonly size?: number; readonly color?: Flow; readonly alignment?: number; readonly bold?: boolean };

export const label = (
  text: string,
  { size = 28, color = rgba(0.95, 0.93, 0.86), alignment = 4, bold = false }: LabelOptions = {},
): Component =>
  packaged(UGUI.text, {
    ...graphicFields(color, false),
    m_FontData: {
      m_Font: engine.font,
      m_FontSize: size,
      m_FontStyle: bold ? 1 : 0,
      m_BestFit: 0,
      m_MinSize: 2,
      m_MaxSize: 64,
      m_Alignment: alignment,
      m_AlignByGeometry: 0,
      m_RichText: 1,
      m_HorizontalOverflow: 0,
      m_VerticalOverflow: 1,
      m_LineSpacing: 1,
    },
    m_Text: text,
  });

/** A button that shows its state on `graphic` and calls `method` of the script component `receiver`. */
export const button = (graphic: Flow, call: { receiver: Flow; typeName: string; method: string }): Component =>
  packaged(UGUI.button, {
    m_Navigation: {
      m_Mode: 3,
      m_WrapAround: 0,
      m_SelectOnUp: nothing,
      m_SelectOnDown: nothing,
      m_SelectOnLeft: nothing,
      m_SelectOnRight: nothing,
    },
    m_Transition: 1,
    m_Colors: {
      m_NormalColor: rgba(1, 1, 1),
      m_HighlightedColor: rgba(0.9607843, 0.9607843, 0.9607843),
      m_PressedColor: rgba(0.78431374, 0.78431374, 0.78431374),
      m_SelectedColor: rgba(0.9607843, 0.9607843, 0.9607843),
      m_DisabledColor: rgba(0.78431374, 0.78431374, 0.78431374, 0.5019608),
      m_ColorMultiplier: 1,
      m_FadeDuration: 0.1,
    },
    m_SpriteState: { m_HighlightedSprite: nothing, m_PressedSprite: nothing, m_SelectedSprite: nothing, m_DisabledSprite: nothing },
    m_AnimationTriggers: {
      m_NormalTrigger: "Normal",
      m_HighlightedTrigger: "Highlighted",
      m_PressedTrigger: "Pressed",
      m_SelectedTrigger: "Selected",
      m_DisabledTrigger: "Disabled",
    },
    m_Interactable: 1,
    m_TargetGraphic: graphic,
    m_OnClick: {
      m_PersistentCalls: {
        m_Calls: [
          {
            m_Target: call.receiver,
            m_TargetAssemblyTypeName: call.typeName,
            m_MethodName: call.method,
            m_Mode: 1,
            m_Arguments: {
              m_ObjectArgument: nothing,
              m_ObjectArgumentAssemblyTypeName: "UnityEngine.Object, UnityEngine",
              m_IntArgument: 0,
              m_FloatArgument: 0,
              m_StringArgument: null,
              m_BoolArgument: 0,
            },
            m_CallState: 2,
          },
        ],
      },
    },
  });

export const layoutGroup = (direction: "horizontal" | "vertical", spacing: number): Component =>
  packaged(direction === "horizontal" ? UGUI.horizontalLayoutGroup : UGUI.verticalLayoutGroup, {
    m_Padding: { m_Left: 12, m_Right: 12, m_Top: 12, m_Bottom: 12 },
    m_ChildAlignment: 4,
    m_Spacing: spacing,
    m_ChildForceExpandWidth: 0,
    m_ChildForceExpandHeight: 0,
    m_ChildControlWidth: 0,
    m_ChildControlHeight: 0,
    m_ChildScaleWidth: 0,
    m_ChildScaleHeight: 0,
    m_ReverseArrangement: 0,
  });

/** The two components that turn the pointer and the keys into events. */
export const eventSystem: Component[] = [
  packaged(UGUI.eventSystem, { m_FirstSelected: nothing, m_sendNavigationEvents: 1, m_DragThreshold: 10 }),
  packaged(UGUI.standaloneInputModule, {
    m_SendPointerHoverToParent: 1,
    m_HorizontalAxis: "Horizontal",
    m_VerticalAxis: "Vertical",
    m_SubmitButton: "Submit",
    m_CancelButton: "Cancel",
    m_InputActionsPerSecond: 10,
    m_RepeatDelay: 0.5,
    m_ForceModuleActive: 0,
  }),
];

/** Rectangles: the whole parent, or a box of `size` pixels at `at` from an anchor (0 to 1 of the parent). */
export const stretched: Rect = { anchorMin: [0, 0], anchorMax: [1, 1], at: [0, 0], size: [0, 0] };
export const box = (anchor: readonly [number, number], at: readonly [number, number], size: readonly [number, number]): Rect => ({
  anchorMin: anchor,
  anchorMax: anchor,
  at,
  size,
  pivot: anchor,
});
