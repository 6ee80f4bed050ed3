import type { AssetDetail } from "@slate/schema/api";

export type PreviewKind = "model" | "audio" | "video" | "material" | "text" | "picture" | "none";

const readable = new Set<string>(["script", "shader", "assembly", "text", "ui-document", "package"]);
const models = new Set(["glb", "gltf", "obj", "fbx"]);
const sounds = new Set(["wav", "mp3", "ogg", "flac", "m4a", "aac"]);
const videos = new Set(["mp4", "webm", "ogv", "mov"]);

export const extensionOf = (path: string): string => /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";

/** How an asset is best looked at: what a browser can show itself comes before a stored picture. */
export function previewKindOf({ path, type, fileId, previewable, metadata }: AssetDetail): PreviewKind {
  const extension = extensionOf(path);
  if (fileId === null) return "none";
  if (models.has(extension)) return "model";
  if (sounds.has(extension)) return "audio";
  if (videos.has(extension)) return "video";
  if (type === "material" && metadata.serialization === "yaml") return "material";
  if (readable.has(type)) return "text";
  if (previewable) return "picture";
  return metadata.serialization === "json" || metadata.serialization === "yaml" ? "text" : "none";
}
