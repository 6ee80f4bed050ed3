import { createBlobs } from "./blobs.ts";
import { createManifests } from "./manifests.ts";
import { createTokenCache, type TokenSettings } from "./token-cache.ts";
import { createTransport, type Fence } from "./transport.ts";

export interface RegistrySettings {
  /** The registry itself, not the gateway: `http://127.0.0.1:5000`. */
  url: string;
  /** What the client signs its own tokens with. */
  token: TokenSettings;
  /** The longest the registry may stay silent within a call, however long the whole takes. */
  timeoutMs?: number;
  /** Tries of a call that may be repeated, and the wait before the second. No try begins later than `timeoutMs` after the first. */
  attempts?: number;
  retryDelayMs?: number;
  /** Asked before each write, which is then refused as `RegistryUnavailable`. */
  fence?: Fence;
}

/** A client for one OCI registry. Making it connects to nothing; failures are `RegistryError`s. */
export function createRegistry({ url, token, timeoutMs = 15_000, attempts = 4, retryDelayMs = 100, fence }: RegistrySettings) {
  const retry = { attempts, delayMs: retryDelayMs, withinMs: timeoutMs };
  const transport = createTransport({ url, tokens: createTokenCache(token), timeoutMs, retry, fence });
  const blobs = createBlobs(transport);

  return {
    blobs,
    ...createManifests(transport, blobs),

    /** Answers when the registry does and accepts our tokens: for readiness. One try. */
    async ping(): Promise<void> {
      await transport.send({ method: "GET", path: "/v2/", access: [], expect: [200] });
    },
  };
}

export type Registry = ReturnType<typeof createRegistry>;
