import { audioMeta, fileMeta, folderMeta, modelMeta, type TextureUse, textureMeta } from "../unity/meta.ts";
import type { Fields } from "../unity/yaml.ts";

/** The folder of all that is ours inside Assets. */
export const HOME = "Assets/Skerry";

/** The files of the project as they are made: path relative to the project, and bytes or text. */
export class Project {
  readonly files = new Map<string, string | Uint8Array>();

  /** Adds an asset and its .meta. `mainObject` is the main object's id where the extension does not tell. */
  asset(path: string, content: string | Uint8Array, mainObject?: bigint): void {
    this.#write(path, content);
    this.meta(path, mainObject);
  }

  /** Adds the .meta of an asset that is written by hand. */
  meta(path: string, mainObject?: bigint): void {
    this.#write(`${path}.meta`, fileMeta(path, mainObject));
  }

  texture(path: string, content: Uint8Array, use: TextureUse, size: number): void {
    this.#write(path, content);
    this.#write(`${path}.meta`, textureMeta(path, use, size));
  }

  sound(path: string, content: Uint8Array, streams: boolean): void {
    this.#write(path, content);
    this.#write(`${path}.meta`, audioMeta(path, streams));
  }

  model(path: string, content: string, mesh: string, material: { name: string; reference: Fields[string] }): void {
    this.#write(path, content);
    this.#write(`${path}.meta`, modelMeta(path, mesh, material));
  }

  /** Adds a file the editor keeps no .meta for (outside Assets), or a .meta that stands alone on purpose. */
  plain(path: string, content: string): void {
    this.#write(path, content);
  }

  /** Adds the .meta of every folder inside Assets that holds a file. */
  addFolderMetas(): void {
    const folders = new Set<string>();
    for (const path of this.files.keys()) {
      const parts = path.split("/");
      if (parts[0] !== "Assets") continue;
      for (let depth = 2; depth < parts.length; depth++) folders.add(parts.slice(0, depth).join("/"));
    }
    for (const folder of [...folders].sort()) this.#write(`${folder}.meta`, folderMeta(folder));
  }

  #write(path: string, content: string | Uint8Array): void {
    if (this.files.has(path)) throw new Error(`${path} is made twice`);
    this.files.set(path, content);
  }
}
