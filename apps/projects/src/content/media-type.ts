/** Media types by extension; Unity's own text formats are YAML whatever their extension says. */
const TYPES: Record<string, string> = {
  cs: "text/x-csharp",
  js: "text/javascript",
  ts: "text/x-typescript",
  json: "application/json",
  asmdef: "application/json",
  asmref: "application/json",
  inputactions: "application/json",
  shadergraph: "application/json",
  yaml: "text/yaml",
  yml: "text/yaml",
  md: "text/markdown",
  txt: "text/plain",
  csv: "text/csv",
  xml: "text/xml",
  uxml: "text/xml",
  html: "text/html",
  css: "text/css",
  uss: "text/css",
  shader: "text/x-shader",
  hlsl: "text/x-shader",
  cginc: "text/x-shader",
  compute: "text/x-shader",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  svg: "image/svg+xml",
  tga: "image/x-tga",
  psd: "image/vnd.adobe.photoshop",
  exr: "image/x-exr",
  wav: "audio/wav",
  mp3: "audio/mpeg",
  ogg: "audio/ogg",
  mp4: "video/mp4",
  fbx: "model/x-fbx",
  obj: "model/obj",
  glb: "model/gltf-binary",
  gltf: "model/gltf+json",
  ttf: "font/ttf",
  otf: "font/otf",
  dll: "application/x-msdownload",
  zip: "application/zip",
  unitypackage: "application/gzip",
};
const UNITY_YAML = new Set(
  (
    "unity prefab asset mat anim controller overrideController physicMaterial physicsMaterial2D mask playable lighting renderTexture " +
    "terrainlayer spriteatlas guiskin mixer preset fontsettings flare cubemap shadervariants signal giparams brush meta"
  )
    .toLowerCase()
    .split(" "),
);

/** The media type kept with a file: by extension, corrected by whether the content is text. */
export function mediaType(path: string, binary: boolean): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const extension = name.includes(".") ? name.slice(name.lastIndexOf(".") + 1).toLowerCase() : "";
  if (UNITY_YAML.has(extension)) return binary ? "application/octet-stream" : "text/x-unity-yaml";
  const known = TYPES[extension];
  if (!known) return binary ? "application/octet-stream" : "text/plain";
  const claimsText = known.startsWith("text/") || known === "application/json" || known.endsWith("+json") || known.endsWith("+xml");
  return binary && claimsText ? "application/octet-stream" : known;
}
