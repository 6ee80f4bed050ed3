import { artifactManifest, type Descriptor, type Manifest } from "@slate/oci";
import type { Author } from "@slate/schema/api";

/** An asset version as an OCI artifact. Layers are files, named by their paths in the project; what is pushed to an inbox looks the same. */
export const ASSET_ARTIFACT_TYPE = "application/vnd.slate.asset.v1";
export const CONTENT_LAYER_TYPE = "application/vnd.slate.asset.content.v1";
export const META_LAYER_TYPE = "application/vnd.slate.asset.meta.v1+yaml";
export const PREVIEW_LAYER_TYPE = "image/webp";
/** The annotation that names a file: registry tools write a layer to a file of this name. */
export const TITLE = "org.opencontainers.image.title";

/** What a version's artifact says of it. The same version always gives the same bytes, so publishing twice is harmless. */
export type Provenance = {
  guid: string;
  version: number;
  path: string;
  type: string;
  changesetId: string | null;
  author: Author | null;
  createdAt: Date;
};
export type Layer = { sha256: string; size: number };
export type Parts = { content: Layer | null; meta: Layer | null; preview: Layer | null };

/** Immutable, one for each version. */
export const versionTag = ({ guid, version }: Pick<Provenance, "guid" | "version">) => `${guid}-v${version}`;
/** Moves on to the newest version. */
export const newestTag = ({ guid }: Pick<Provenance, "guid">) => guid;

export function assetManifest(about: Provenance, { content, meta, preview }: Parts): Manifest {
  const layers = [
    content && layerOf(content, CONTENT_LAYER_TYPE, about.path),
    meta && layerOf(meta, META_LAYER_TYPE, `${about.path}.meta`),
    // Without a title: it is no file of the project, and registry tools write no file for it.
    preview && { mediaType: PREVIEW_LAYER_TYPE, digest: `sha256:${preview.sha256}`, size: preview.size },
  ].filter((layer) => layer !== null);
  return artifactManifest({ artifactType: ASSET_ARTIFACT_TYPE, layers, annotations: annotationsOf(about) });
}

const layerOf = ({ sha256, size }: Layer, mediaType: string, path: string): Descriptor => ({
  mediaType,
  digest: `sha256:${sha256}`,
  size,
  annotations: { [TITLE]: path },
});

const annotationsOf = ({ guid, version, path, type, changesetId, author, createdAt }: Provenance): Record<string, string> => ({
  [TITLE]: path.slice(path.lastIndexOf("/") + 1),
  "org.opencontainers.image.created": createdAt.toISOString(),
  "org.opencontainers.image.version": String(version),
  ...(changesetId && { "org.opencontainers.image.revision": changesetId }),
  ...(author && { "org.opencontainers.image.authors": author.name }),
  "vnd.slate.asset.guid": guid,
  "vnd.slate.asset.path": path,
  "vnd.slate.asset.type": type,
  ...(author && { "vnd.slate.author": `${author.kind}:${author.id}` }),
});
