/** Names of the media types that the API gives to files. */
const names: Record<string, string> = {
  "text/x-csharp": "C#",
  "text/x-unity-yaml": "Unity YAML",
  "text/x-shader": "Shader",
  "text/x-typescript": "TypeScript",
  "text/javascript": "JavaScript",
  "application/json": "JSON",
  "text/yaml": "YAML",
  "text/markdown": "Markdown",
  "text/plain": "Plain text",
  "text/csv": "CSV",
  "text/xml": "XML",
  "text/html": "HTML",
  "text/css": "Style sheet",
  "image/svg+xml": "SVG image",
  "image/vnd.adobe.photoshop": "Photoshop image",
  "model/x-fbx": "FBX model",
  "model/gltf-binary": "glTF model",
  "model/gltf+json": "glTF model",
  "audio/mpeg": "MP3 audio",
  "font/ttf": "TrueType font",
  "font/otf": "OpenType font",
  "application/x-msdownload": "DLL",
  "application/zip": "ZIP archive",
  "application/gzip": "Unity package",
  "application/octet-stream": "Binary",
};

const kinds: Record<string, string> = { image: "image", audio: "audio", video: "video", model: "model", font: "font" };

/** What people call a media type: `C#`, `PNG image`. One that is not known is named as it is. */
export function describeType(mediaType: string): string {
  const [kind = "", format = ""] = mediaType.split("/");
  return names[mediaType] ?? (kinds[kind] ? `${format.replace(/^x-/, "").toUpperCase()} ${kinds[kind]}` : mediaType);
}
