import { audioSource } from "../unity/components.ts";
import type { GameObject, Rect } from "../unity/hierarchy.ts";
import { box, button, canvas, canvasGroup, canvasRenderer, image, label, layoutGroup, stretched } from "../unity/interface.ts";
import { Prefab } from "../unity/prefab.ts";
import { nothing, sprite } from "../unity/references.ts";
import { rgba } from "../unity/yaml.ts";
import { HOME } from "./project.ts";
import { own, scriptPath } from "./scripts.ts";
import { iconPath } from "./textures.ts";

export type Interface = ReturnType<typeof addInterface>;

const SLOTS = 6;
const panel = sprite(iconPath("Panel"));
const prefab = (name: string): Prefab => new Prefab(`${HOME}/Prefabs/Interface/${name}.prefab`);

export function addInterface() {
  const InventorySlot = makeSlot();
  return { InventorySlot, Hud: makeHud(InventorySlot), DialogueBox: makeDialogueBox() };
}

function makeSlot(): Prefab {
  const slot = prefab("InventorySlot");
  const root = slot.object("InventorySlot", {
    rect: box([0.5, 0.5], [0, 0], [96, 96]),
    components: [canvasRenderer, image(panel, { kind: "sliced", catchesPointer: false })],
  });
  const icon = slot.object("Icon", { parent: root, rect: box([0.5, 0.5], [0, 0], [64, 64]), components: [canvasRenderer] });
  const iconImage = icon.add(image(nothing, { catchesPointer: false }));
  const count = slot.object("Count", { parent: root, rect: box([1, 0], [-8, 6], [48, 28]), components: [canvasRenderer] });
  const countText = count.add(label("", { size: 22, alignment: 8, bold: true }));
  root.add(own("Interface/InventorySlotView", { icon: iconImage, count: countText }));
  return slot;
}

/** The head-up display: six nested slots whose scripts the view lists. */
function makeHud(slot: Prefab): Prefab {
  const hud = prefab("Hud");
  const root = hud.object("Hud", { rect: box([0, 0], [0, 0], [0, 0]), components: canvas(10) });
  const group = root.add(canvasGroup(0));
  const text = (name: string, rect: Rect, content: string, size: number): ReturnType<GameObject["add"]> =>
    hud.object(name, { parent: root, rect, components: [canvasRenderer] }).add(label(content, { size }));
  const clockLabel = text("Clock", box([1, 1], [-32, -24], [200, 64]), "18:00", 44);
  const promptLabel = text("Prompt", box([0.5, 0], [0, 180], [640, 48]), "Press Enter to use", 28);
  const gauge = hud.object("LampGauge", { parent: root, rect: box([0, 1], [32, -24], [112, 112]), components: [canvasRenderer] });
  const lampGauge = gauge.add(image(sprite(iconPath("LampGauge")), { kind: "radial", color: rgba(1, 0.86, 0.5), catchesPointer: false }));
  hud.object("Compass", {
    parent: root,
    rect: box([1, 0], [-32, 24], [96, 96]),
    components: [canvasRenderer, image(sprite(iconPath("Compass")), { catchesPointer: false })],
  });
  const bag = hud.object("Bag", {
    parent: root,
    rect: box([0.5, 0], [0, 24], [660, 120]),
    components: [canvasRenderer, layoutGroup("horizontal", 8)],
  });
  const slots = Array.from({ length: SLOTS }, (_, index) =>
    hud.instance(slot, bag, { name: `Slot (${index})` }).inner(["InventorySlot", scriptPath("Interface/InventorySlotView")]),
  );
  root.add(own("Interface/HudView", { clockLabel, promptLabel, lampGauge, slots, group }));
  return hud;
}

function makeDialogueBox(): Prefab {
  const dialogue = prefab("DialogueBox");
  const root = dialogue.object("DialogueBox", {
    rect: { ...stretched, anchorMax: [1, 0.32] },
    inactive: true,
    components: [canvasRenderer],
  });
  const background = root.add(image(panel, { kind: "sliced", color: rgba(1, 1, 1, 0.94) }));
  const voice = root.add(audioSource(nothing, { volume: 0.8 }));
  const portrait = dialogue.object("Portrait", { parent: root, rect: box([0, 0.5], [48, 0], [220, 220]), components: [canvasRenderer] });
  const portraitImage = portrait.add(image(sprite(iconPath("Harbourmaster"))));
  const speaker = dialogue.object("Speaker", { parent: root, rect: box([0, 1], [310, -28], [600, 52]), components: [canvasRenderer] });
  const speakerText = speaker.add(label("Harbourmaster", { size: 34, alignment: 3, bold: true }));
  const body = dialogue.object("Body", {
    parent: root,
    rect: { ...stretched, at: [140, -30], size: [-420, -110] },
    components: [canvasRenderer],
  });
  const bodyText = body.add(label("The light is yours tonight.\nMind the stairs.", { size: 30, alignment: 0 }));
  const view = root.add(
    own("Interface/DialogueView", { speaker: speakerText, body: bodyText, portrait: portraitImage, voice, charactersPerSecond: 40 }),
  );
  root.add(button(background, { receiver: view, typeName: "Skerry.Interface.DialogueView, Skerry.Runtime", method: "Skip" }));
  return dialogue;
}
