import {
  Box,
  File,
  FileBraces,
  FileCode,
  FileCog,
  FileImage,
  FileMusic,
  FileText,
  FileVideo,
  Folder,
  FolderOpen,
  type LucideIcon,
} from "lucide-react";

const byEnding: Record<string, LucideIcon> = {
  cs: FileCode,
  shader: FileCode,
  hlsl: FileCode,
  js: FileCode,
  ts: FileCode,
  json: FileBraces,
  asmdef: FileBraces,
  yaml: FileBraces,
  yml: FileBraces,
  meta: FileCog,
  unity: Box,
  prefab: Box,
  fbx: Box,
  obj: Box,
  png: FileImage,
  jpg: FileImage,
  jpeg: FileImage,
  webp: FileImage,
  tga: FileImage,
  psd: FileImage,
  wav: FileMusic,
  mp3: FileMusic,
  ogg: FileMusic,
  mp4: FileVideo,
  md: FileText,
  txt: FileText,
};

/** The sign of a file, by the ending of its name. */
export function FileIcon({ path }: { path: string }) {
  const Icon = byEnding[path.slice(path.lastIndexOf(".") + 1).toLowerCase()] ?? File;
  return <Icon className="size-4 shrink-0 text-muted" aria-hidden />;
}

export function FolderIcon({ open }: { open: boolean }) {
  const Icon = open ? FolderOpen : Folder;
  return <Icon className="size-4 shrink-0 text-accent-text" aria-hidden />;
}
