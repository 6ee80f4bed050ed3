export type { PushManyOptions } from "./blobs.ts";
export { type OciErrorCode, ociErrorCodes, RegistryError, RegistryUnavailable } from "./errors.ts";
export {
  type Artifact,
  artifactManifest,
  Descriptor,
  EMPTY_DESCRIPTOR,
  MANIFEST_LIMIT_BYTES,
  MANIFEST_MEDIA_TYPE,
  Manifest,
  manifestDigest,
  splitManifests,
} from "./manifest.ts";
export type { StoredManifest } from "./manifests.ts";
export { isDigest, type ProjectRepository, parseRepository, type RepositoryKind, repositoryFor, repositoryKinds } from "./names.ts";
export type { PulledBlob, PullOptions } from "./pull-blob.ts";
export type { Content, PushOptions, StoredBlob } from "./push-blob.ts";
export type { ByteRange } from "./range.ts";
export { createRegistry, type Registry, type RegistrySettings } from "./registry.ts";
export { type Access, type Action, formatScopes, parseScopes } from "./scope.ts";
export {
  mintRegistryToken,
  type RegistryTokenRequest,
  readSigner,
  signToken,
  TOKEN_LIFETIME_LIMIT_SECONDS,
  type TokenSigner,
} from "./token.ts";
export type { TokenSettings } from "./token-cache.ts";
export type { Fence } from "./transport.ts";
