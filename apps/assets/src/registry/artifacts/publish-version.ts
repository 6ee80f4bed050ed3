import { type Registry, RegistryError, repositoryFor } from "@slate/oci";
import { assetManifest, newestTag, versionTag } from "./artifact.ts";
import type { ProjectPlace, Source, Unpublished } from "./find-unpublished.ts";

/**
 * Puts one version's artifact into the registry and gives its manifest's digest. Blobs that the project's files have are mounted, text from
 * PostgreSQL is sent; a manifest is only stored when all its blobs are there, so nothing is half-visible. Throws a `RegistryError`.
 */
export async function publishVersion(registry: Registry, place: ProjectPlace, version: Unpublished): Promise<string> {
  const assets = repositoryFor({ ...place, kind: "assets" });
  const files = repositoryFor({ ...place, kind: "files" });
  for (const source of [version.content, version.meta]) if (source) await provide(registry, assets, files, source);
  const manifest = assetManifest(version, version.content, version.meta);
  const { digest } = await registry.pushManifest(assets, manifest, versionTag(version));
  if (version.isNewest) await registry.pushManifest(assets, manifest, newestTag(version));
  return digest;
}

async function provide({ blobs }: Registry, assets: string, files: string, { sha256, size, text }: Source): Promise<void> {
  const digest = `sha256:${sha256}`;
  if (text !== null) {
    await blobs.push(assets, new TextEncoder().encode(text), { digest, size });
    return;
  }
  if (!(await blobs.mount(assets, digest, files))) throw new RegistryError("BLOB_UNKNOWN", `${files} has no ${digest}`);
}
