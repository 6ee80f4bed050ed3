/** Extensions of files that pictures are made of here; models are drawn by the browser. */
const IMAGES = ["png", "jpg", "jpeg", "webp", "gif", "bmp", "tga", "tif", "tiff", "psd", "psb"];
const MATERIALS = ["mat"];
export const PREVIEWABLE_EXTENSIONS = [...IMAGES, ...MATERIALS];

/** What kind of picture there can be of a file, by its name; null when none. */
export function previewKind(path: string): "image" | "material" | null {
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  if (IMAGES.includes(extension)) return "image";
  return MATERIALS.includes(extension) ? "material" : null;
}
