import { audioListener, audioSource, camera } from "../unity/components.ts";
import { box, button, canvas, canvasRenderer, eventSystem, image, label, layoutGroup, stretched } from "../unity/interface.ts";
import { light } from "../unity/light.ts";
import { asset, sprite } from "../unity/references.ts";
import { Scene } from "../unity/scene.ts";
import { rgba } from "../unity/yaml.ts";
import { indoors, outdoors } from "./scene-moods.ts";
import { scenePath } from "./scene-paths.ts";
import { own } from "./scripts.ts";
import { soundPath } from "./sounds.ts";
import { iconPath } from "./textures.ts";

export function makeBoot(): Scene {
  const boot = new Scene(scenePath("Boot"), indoors);
  boot.object("Camera", {
    tag: "MainCamera",
    components: [camera({ skybox: false, background: rgba(0.02, 0.03, 0.05, 0) }), audioListener],
  });
  boot.object("SceneLoader", { components: [own("Core/SceneLoader", { sceneName: "MainMenu", minimumSeconds: 1.5, loadOnStart: 1 })] });
  const screen = boot.object("Canvas", { rect: box([0, 0], [0, 0], [0, 0]), components: canvas(0) });
  boot.object("Title", {
    parent: screen,
    rect: box([0.5, 0.5], [0, 0], [800, 120]),
    components: [canvasRenderer, label("SKERRY", { size: 64, bold: true })],
  });
  return boot;
}

export function makeMainMenu(): Scene {
  const menu = new Scene(scenePath("MainMenu"), outdoors);
  menu.object("Main Camera", {
    at: [0, 1.6, -8],
    euler: [-6, 0, 0],
    tag: "MainCamera",
    components: [camera({ fieldOfView: 48 }), audioListener],
  });
  menu.object("Moon", { euler: [38, -30, 0], components: [light({ kind: "directional", color: rgba(0.62, 0.72, 0.95), intensity: 0.5 })] });
  menu.object("Surf", { components: [audioSource(asset(soundPath("Waves")), { loop: true, playOnAwake: true, volume: 0.6 })] });
  menu.object("EventSystem", { components: eventSystem });
  const loader = menu.object("SceneLoader").add(own("Core/SceneLoader", { sceneName: "Island", minimumSeconds: 0.5, loadOnStart: 0 }));
  const screen = menu.object("Canvas", { rect: box([0, 0], [0, 0], [0, 0]), components: canvas(0) });
  const version = menu.object("Version", { parent: screen, rect: box([1, 0], [-24, 16], [300, 40]), components: [canvasRenderer] });
  const versionLabel = version.add(label("Version 0.3.0", { size: 20, alignment: 5, color: rgba(1, 1, 1, 0.5) }));
  const receiver = screen.add(own("Interface/MenuScreen", { loader, versionLabel }));
  menu.object("Title", {
    parent: screen,
    rect: box([0.5, 1], [0, -160], [1200, 180]),
    components: [canvasRenderer, label("SKERRY", { size: 120, bold: true })],
  });
  const column = menu.object("Buttons", {
    parent: screen,
    rect: box([0.5, 0.5], [0, -120], [420, 260]),
    components: [layoutGroup("vertical", 18)],
  });
  for (const [method, caption] of [
    ["Play", "Light the lamp"],
    ["Quit", "Leave the island"],
  ] as const) {
    const item = menu.object(`${method}Button`, { parent: column, rect: box([0.5, 0.5], [0, 0], [380, 84]), components: [canvasRenderer] });
    const background = item.add(image(sprite(iconPath("Panel")), { kind: "sliced" }));
    item.add(button(background, { receiver, typeName: "Skerry.Interface.MenuScreen, Skerry.Runtime", method }));
    menu.object("Label", { parent: item, rect: stretched, components: [canvasRenderer, label(caption)] });
  }
  return menu;
}
