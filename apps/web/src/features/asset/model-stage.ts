import {
  AmbientLight,
  Box3,
  DirectionalLight,
  HemisphereLight,
  type Material,
  Mesh,
  PerspectiveCamera,
  Scene,
  Vector3,
  WebGLRenderer,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import type { Model } from "./load-model.ts";

export type Stage = { triangles: number; setWireframe: (on: boolean) => void; reset: () => void; dispose: () => void };

const turnStep = Math.PI / 16;

/** Puts a model before a camera that can be turned around it. Draws only when something moves. Throws where there is no WebGL. */
export function showModel(parent: HTMLElement, model: Model, label: string): Stage {
  const renderer = new WebGLRenderer({ antialias: true, alpha: true });
  renderer.setPixelRatio(Math.min(2, window.devicePixelRatio));
  const canvas = renderer.domElement;
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  parent.append(canvas);

  const scene = new Scene();
  const key = new DirectionalLight(0xffffff, 2.2);
  key.position.set(1, 2, 1.5);
  scene.add(model.object, new AmbientLight(0xffffff, 0.6), new HemisphereLight(0xffffff, 0x8088a0, 1.4), key);

  const box = new Box3().setFromObject(model.object);
  const center = box.getCenter(new Vector3());
  const radius = Math.max(1e-4, box.getSize(new Vector3()).length() / 2);
  const camera = new PerspectiveCamera(40, 1, radius / 100, radius * 100);
  const controls = new OrbitControls(camera, canvas);

  let frame = 0;
  const draw = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      renderer.render(scene, camera);
    });
  };
  controls.addEventListener("change", draw);

  function reset() {
    camera.position.copy(center).add(new Vector3(0.9, 0.6, 1.2).normalize().multiplyScalar(radius * 3.1));
    controls.target.copy(center);
    controls.update();
    draw();
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const turn = { ArrowLeft: [turnStep, 0], ArrowRight: [-turnStep, 0], ArrowUp: [0, turnStep], ArrowDown: [0, -turnStep] }[event.key];
    const zoom = { "+": 0.85, "=": 0.85, "-": 1.18 }[event.key];
    if (!turn && !zoom) return;
    event.preventDefault();
    const offset = camera.position.clone().sub(controls.target);
    if (zoom) offset.multiplyScalar(zoom);
    if (turn) {
      offset.applyAxisAngle(camera.up, turn[0] ?? 0);
      const side = new Vector3().crossVectors(camera.up, offset).normalize();
      const tilted = offset.clone().applyAxisAngle(side, -(turn[1] ?? 0));
      // Over the pole the picture would flip.
      if (Math.abs(tilted.clone().normalize().dot(camera.up)) < 0.98) offset.copy(tilted);
    }
    camera.position.copy(controls.target).add(offset);
    controls.update();
    draw();
  };
  canvas.addEventListener("keydown", onKeyDown);

  const observer = new ResizeObserver(() => {
    const { clientWidth, clientHeight } = parent;
    if (clientWidth === 0 || clientHeight === 0) return;
    renderer.setSize(clientWidth, clientHeight);
    camera.aspect = clientWidth / clientHeight;
    camera.updateProjectionMatrix();
    renderer.render(scene, camera);
  });
  observer.observe(parent);
  reset();
  model.onPicture(draw);

  return {
    triangles: countTriangles(model),
    setWireframe(on) {
      eachMaterial(model, (material) => {
        if ("wireframe" in material) material.wireframe = on;
      });
      draw();
    },
    reset,
    dispose() {
      cancelAnimationFrame(frame);
      observer.disconnect();
      controls.dispose();
      model.dispose();
      renderer.dispose();
      renderer.forceContextLoss();
      canvas.remove();
    },
  };
}

function eachMaterial({ object }: Model, visit: (material: Material) => void) {
  object.traverse((part) => {
    if (part instanceof Mesh) for (const material of [part.material].flat()) visit(material);
  });
}

function countTriangles({ object }: Model): number {
  let count = 0;
  object.traverse((part) => {
    if (part instanceof Mesh) count += (part.geometry.index?.count ?? part.geometry.getAttribute("position")?.count ?? 0) / 3;
  });
  return Math.floor(count);
}
