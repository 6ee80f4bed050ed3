import { type Registry, RegistryError, repositoryFor } from "@slate/oci";
import { assetManifest, type Layer, newestTag, versionTag } from "./artifact.ts";
import type { ProjectPlace, Source, Unpublished } from "./find-unpublished.ts";

/**
 * Puts one version's artifact into the registry and gives its manifest's digest. Blobs that the project's files have are mounted, text from
 * PostgreSQL is sent; a manifest is only stored when all its blobs are there, so nothing is half-visible. Throws a `RegistryError`.
 */
export async function publishVersion(registry: Registry, place: ProjectPlace, version: Unpublished): Promise<string> {
  const assets = repositoryFor({ ...place, kind: "assets" });
  const files = repositoryFor({ ...place, kind: "files" });
  for (const source of [version.content, version.meta]) if (source) await provide(registry, assets, files, source);
  if (version.preview) await mount(registry, assets, repositoryFor({ ...place, kind: "previews" }), version.preview);
  const manifest = assetManifest(version, version);
  const { digest } = await registry.pushManifest(assets, manifest, versionTag(version));
  if (version.isNewest) await registry.pushManifest(assets, manifest, newestTag(version));
  return digest;
}

async function provide(registry: Registry, assets: string, files: string, source: Source): Promise<void> {
  const { sha256, size, text } = source;
  if (text === null) await mount(registry, assets, files, source);
  else await registry.blobs.push(assets, new TextEncoder().encode(text), { digest: `sha256:${sha256}`, size });
}

async function mount({ blobs }: Registry, to: string, from: string, { sha256 }: Layer): Promise<void> {
  const digest = `sha256:${sha256}`;
  if (!(await blobs.mount(to, digest, from))) throw new RegistryError("BLOB_UNKNOWN", `${from} has no ${digest}`);
}
