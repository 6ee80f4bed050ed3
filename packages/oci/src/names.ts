/**
 * What a project keeps in the registry, one repository each. `inbox` is where outside clients push; `uploads` holds what is on its way in, which
 * nobody outside may see.
 */
export const repositoryKinds = ["files", "assets", "spark", "inbox", "uploads", "previews"] as const;
export type RepositoryKind = (typeof repositoryKinds)[number];

export interface ProjectRepository {
  workspaceId: string;
  projectId: string;
  kind: RepositoryKind;
}

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const PROJECT_REPOSITORY = new RegExp(`^ws-(${UUID})/p-(${UUID})/(${repositoryKinds.join("|")})$`);
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** `ws-<uuid>/p-<uuid>/files`. Throws on ids that are not lower-case UUIDs. */
export function repositoryFor({ workspaceId, projectId, kind }: ProjectRepository): string {
  const name = `ws-${workspaceId}/p-${projectId}/${kind}`;
  if (!PROJECT_REPOSITORY.test(name)) throw new TypeError(`not a project's repository: ${JSON.stringify(name)}`);
  return name;
}

/** The other way round; null for a repository that is no project's. */
export function parseRepository(name: string): ProjectRepository | null {
  const [, workspaceId, projectId, kind] = PROJECT_REPOSITORY.exec(name) ?? [];
  return workspaceId && projectId && kind ? { workspaceId, projectId, kind: kind as RepositoryKind } : null;
}

/*
 * Names go into URLs, so each is checked before it is sent. It also spares callers the registry's own answers:
 * a plain-text 404 for a bad repository, a 500 for a bad digest.
 */

export function checkRepository(name: string): string {
  if (!REPOSITORY.test(name) || name.length > 200) throw new TypeError(`not a repository name: ${JSON.stringify(name)}`);
  return name;
}

export function checkTag(tag: string): string {
  if (!TAG.test(tag)) throw new TypeError(`not a tag: ${JSON.stringify(tag)}`);
  return tag;
}

export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}

export function checkDigest(digest: string): string {
  if (!isDigest(digest)) throw new TypeError(`not a sha256 digest: ${JSON.stringify(digest)}`);
  return digest;
}

/** A tag or a digest. */
export function checkReference(reference: string): string {
  return isDigest(reference) ? reference : checkTag(reference);
}

export function blobPath(repo: string, digest: string): string {
  return `/v2/${checkRepository(repo)}/blobs/${checkDigest(digest)}`;
}
