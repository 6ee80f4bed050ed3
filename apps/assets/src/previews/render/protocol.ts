/** Longest sides in pixels of the pictures that are made of one content. */
export const PREVIEW_PIXELS = [128, 256, 512] as const;
export type PreviewPixels = (typeof PREVIEW_PIXELS)[number];

export type Color = { r: number; g: number; b: number };

/** What the rendering process is asked for: the content is a file on disk, `name` only says by its extension what it may be. */
export type Job =
  | { kind: "image"; file: string; name: string }
  | { kind: "swatch"; color: Color; texture: { file: string; name: string } | null };

export type Picture = { pixels: PreviewPixels; width: number; height: number; bytes: Uint8Array<ArrayBuffer> };

/** Why there is no picture of a content. */
export type Failed = { ok: false; code: string; message: string };
export type Rendered = { ok: true; pictures: Picture[] } | Failed;

export type Request = { id: number; job: Job; limitPixels: number };
export type Reply = { id: number; rendered: Rendered };

/** Why no picture can be made of a content, for good: trying again would end the same. */
export class Unrenderable extends Error {
  override name = "Unrenderable";
  constructor(
    readonly code: "image.corrupt" | "image.too_large" | "image.unsupported",
    message: string,
  ) {
    super(message);
  }
}
