import { RegistryError, RegistryUnavailable, toRegistryError } from "./errors.ts";
import { type RetryPolicy, withRetry } from "./retry.ts";
import type { Access } from "./scope.ts";
import { type SilenceWatch, watchSilence } from "./silence.ts";
import type { TokenSource } from "./token-cache.ts";

export interface Call {
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path and query, from `/v2/` on. */
  path: string;
  access: readonly Access[];
  /** Statuses that are an answer; every other one is thrown as a `RegistryError`. */
  expect: readonly number[];
  headers?: Record<string, string>;
  body?: Uint8Array | ReadableStream<Uint8Array>;
  /** The caller's own wish to stop. Its reason is thrown as it is. */
  signal?: AbortSignal;
}

export interface Answer {
  status: number;
  headers: Headers;
  bytes: Uint8Array;
}

export interface OpenAnswer {
  response: Response;
  watch: SilenceWatch;
}

export interface Transport {
  /** One try, read to its end. */
  send(call: Call, watch?: SilenceWatch): Promise<Answer>;
  /** One try, returning once the headers are here; the body is the caller's, under the same watch. */
  open(call: Call, watch?: SilenceWatch): Promise<OpenAnswer>;
  watch(signal?: AbortSignal): SilenceWatch;
  /** What the failure of a call really was: the caller's abort, or an unavailable registry. */
  explain(error: unknown, call: Pick<Call, "method" | "path" | "signal">, watch: SilenceWatch): unknown;
  retry<T>(attempt: () => Promise<T>): Promise<T>;
}

/** Until when the registry takes no writes, or null: garbage collection removes what is written beside it. */
export type Fence = () => Promise<Date | null>;

export interface TransportSettings {
  url: string;
  tokens: TokenSource;
  /** The longest silence of the registry that a call puts up with. */
  timeoutMs: number;
  retry: RetryPolicy;
  /** Asked before each write. */
  fence?: Fence;
}

export function createTransport({ url, tokens, timeoutMs, retry, fence }: TransportSettings): Transport {
  const origin = new URL(url).origin;

  const transport: Transport = {
    watch: (signal) => watchSilence(timeoutMs, signal),
    retry: (attempt) => withRetry(retry, attempt),

    async send(call, watch = transport.watch(call.signal)) {
      const { response } = await transport.open(call, watch);
      try {
        watch.touch();
        return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
      } catch (error) {
        throw transport.explain(error, call, watch);
      } finally {
        watch.pause();
      }
    },

    async open(call, watch = transport.watch(call.signal)) {
      if (fence && call.method !== "GET" && call.method !== "HEAD") await refuseDuring(fence);
      watch.touch();
      try {
        const response = await fetch(origin + call.path, {
          method: call.method,
          headers: { authorization: `Bearer ${await tokens(call.access)}`, "accept-encoding": "identity", ...call.headers },
          body: call.body,
          signal: watch.signal,
          timeout: false, // the watch is the timeout
        });
        if (!call.expect.includes(response.status)) throw await readRefusal(call, response, watch);
        return { response, watch };
      } catch (error) {
        throw transport.explain(error, call, watch);
      } finally {
        watch.pause();
      }
    },

    explain(error, { method, path, signal }, watch) {
      if (signal?.aborted) return signal.reason;
      if (error instanceof RegistryError) return error;
      const what = watch.timedOut() ? `did not answer for ${timeoutMs} ms` : `could not be reached (${String(error)})`;
      return new RegistryUnavailable(`the registry ${what}: ${method} ${withoutQuery(path)}`, { cause: error });
    },
  };
  return transport;
}

/** A wait, not a failure, so it says how long; a fence that cannot be asked about is one that stands. */
async function refuseDuring(fence: Fence): Promise<void> {
  const until = await fence().catch((cause) => {
    throw new RegistryUnavailable("whether the registry takes writes could not be asked", { cause });
  });
  if (until === null) return;
  const retryAfterMs = Math.max(1000, until.getTime() - Date.now());
  throw new RegistryUnavailable("the registry takes no writes while garbage is collected", { retryAfterMs });
}

async function readRefusal(call: Call, response: Response, watch: SilenceWatch): Promise<RegistryError> {
  const name = `${call.method} ${withoutQuery(call.path)}`;
  // distribution 2.8 announces the whole blob with a 416 and never sends it: waiting for that body would hang.
  const bodyless = response.status === 416 || response.ok;
  if (bodyless) watch.abort("the answer is known");
  return toRegistryError(name, response.status, response.headers, bodyless ? "" : await response.text());
}

/** An upload's query is its signed state: long, and nobody's business. */
function withoutQuery(path: string): string {
  return path.replace(/\?.*/s, "");
}
