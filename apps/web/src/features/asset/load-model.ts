import { Box3, FileLoader, LoadingManager, type Material, Mesh, MeshStandardMaterial, type Object3D, Texture, TextureLoader } from "three";
import { apiFetch } from "@/lib/api.ts";

/** A model in memory of the graphics card, which has to be given back. */
export type Model = {
  object: Object3D;
  /** Pictures arrive a moment after the model that wears them. */
  onPicture: (listener: () => void) => void;
  dispose: () => void;
};

/** Where the bytes of a file are that a model names by a path of its own; null when the project has none. */
export type FindBeside = (relativePath: string) => Promise<string | null>;

/** One pixel, for textures that are not there. */
const nothing = "data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==";

/** Reads a glTF, OBJ or FBX model. What else it needs is taken from the project, and from nowhere else. */
export async function loadModel(url: string, extension: string, findBeside: FindBeside, signal: AbortSignal): Promise<Model> {
  const response = await apiFetch(new Request(url, { signal }));
  const bytes = await response.arrayBuffer();
  const manager = new LoadingManager();
  const object = await parse(bytes, extension, findBeside, manager);
  if (new Box3().setFromObject(object).isEmpty()) throw new Error("The file holds no geometry.");
  const onPicture = (listener: () => void) => {
    manager.onLoad = listener;
  };
  return { object, onPicture, dispose: () => disposeObject(object) };
}

async function parse(bytes: ArrayBuffer, extension: string, findBeside: FindBeside, manager: LoadingManager): Promise<Object3D> {
  const known = new Map<string, string>();
  manager.setURLModifier((url) => (/^(blob|data):/.test(url) ? url : (known.get(url) ?? nothing)));
  if (extension === "obj") {
    const { OBJLoader } = await import("three/addons/loaders/OBJLoader.js");
    const object = new OBJLoader(manager).parse(new TextDecoder().decode(bytes));
    // Its materials stand in another file and rarely travel with it.
    object.traverse((part) => {
      if (part instanceof Mesh) part.material = new MeshStandardMaterial({ color: 0xb8bcc6, roughness: 0.7 });
    });
    return object;
  }
  if (extension === "fbx") {
    const { FBXLoader } = await import("three/addons/loaders/FBXLoader.js");
    return new FBXLoader(manager).parse(bytes, "");
  }
  const { GLTFLoader } = await import("three/addons/loaders/GLTFLoader.js");
  if (extension === "gltf") for (const [uri, url] of await findParts(bytes, findBeside)) known.set(uri, url);
  const loader = new GLTFLoader(manager);
  // The page's policy forbids to fetch what is inside the file: pictures are read by <img>, buffers decoded here.
  loader.register((parser) => {
    parser.textureLoader = new TextureLoader(manager);
    parser.fileLoader = new BufferLoader(manager).setResponseType("arraybuffer");
    return { name: "without-fetch" };
  });
  return (await loader.parseAsync(bytes, "")).scene;
}

/** Fetches buffers, but for those that a .gltf holds itself. */
class BufferLoader extends FileLoader {
  override load(...[url, onLoad, onProgress, onError]: Parameters<FileLoader["load"]>) {
    if (!url.startsWith("data:")) return super.load(url, onLoad, onProgress, onError);
    try {
      onLoad?.(decodeDataUri(url));
    } catch (error) {
      onError?.(error);
    }
  }
}

/** The bytes of a base64 data URI, which glTF demands. Throws what atob throws when they are no base64. */
const decodeDataUri = (uri: string): ArrayBuffer =>
  Uint8Array.from(atob(uri.slice(uri.indexOf(",") + 1)), (char) => char.charCodeAt(0)).buffer;

/** Addresses of the buffers and pictures that a .gltf names. */
async function findParts(bytes: ArrayBuffer, findBeside: FindBeside): Promise<[string, string][]> {
  const { buffers = [], images = [] } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, { uri?: string }[]>;
  const uris = [...buffers, ...images].flatMap(({ uri }) => (uri && !uri.startsWith("data:") ? [uri] : []));
  const found = await Promise.all(uris.map(async (uri) => [uri, await findBeside(uri)] as const));
  return found.flatMap(([uri, url]): [string, string][] => (url ? [[uri, new URL(url, location.origin).href]] : []));
}

function disposeObject(object: Object3D) {
  object.traverse((part) => {
    if (!(part instanceof Mesh)) return;
    part.geometry.dispose();
    for (const material of [part.material].flat() as Material[]) {
      for (const value of Object.values(material)) if (value instanceof Texture) value.dispose();
      material.dispose();
    }
  });
}
