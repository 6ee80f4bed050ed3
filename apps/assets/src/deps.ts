import { createRegistry, type Fence, type Registry, readSigner, type TokenSigner } from "@slate/oci";
import {
  createGate,
  createLimiter,
  createServiceCaller,
  type Gate,
  type Kit,
  type Limiter,
  openKit,
  registryFence,
  type ServiceCaller,
} from "@slate/service";
import type { Config } from "./config.ts";
import { createGraphCache, type GraphCache } from "./graph/graph-cache.ts";
import { createRenderer, type Renderer } from "./previews/renderer.ts";

export type Deps = Kit & {
  config: Config;
  registry: Registry;
  /** Signs the tokens of outside clients. */
  registrySigner: TokenSigner;
  /** Until when the registry takes no writes. */
  registryFence: Fence;
  /** Refusals to registry clients that reach the audit log, by address. */
  auditedRefusals: Limiter;
  callService: ServiceCaller;
  /** Who names whom, by project. */
  graphs: GraphCache;
  /** Turns of what takes files apart for an answer. */
  inspecting: Gate;
  /** Draws previews, in a process of its own. */
  renderer: Renderer;
};

const QUARTER_HOUR_SECONDS = 15 * 60;

/** Opens everything the service holds; waits for nothing. */
export function openDeps(config: Config): Deps {
  const kit = openKit("assets", config, config.DATABASE_WORKER_URL);
  const fence = registryFence(kit.db);
  const key = { keyPem: config.REGISTRY_TOKEN_KEY, certPem: config.REGISTRY_TOKEN_CERT };
  const issuer = { issuer: config.REGISTRY_TOKEN_ISSUER, service: config.REGISTRY_SERVICE };
  return {
    ...kit,
    config,
    registry: createRegistry({ url: config.REGISTRY_URL, token: { ...key, ...issuer, subject: "assets" }, fence }),
    registrySigner: readSigner(key),
    registryFence: fence,
    auditedRefusals: createLimiter(kit.redis, {
      name: "registry-audit",
      points: config.REGISTRY_AUDITED_REFUSALS,
      windowSeconds: QUARTER_HOUR_SECONDS,
    }),
    callService: createServiceCaller(kit, config),
    graphs: createGraphCache(config.GRAPHS_LIMIT_BYTES),
    inspecting: createGate({
      concurrency: config.INSPECT_CONCURRENCY,
      queue: config.INSPECT_QUEUE,
      waitMs: config.INSPECT_WAIT_MS,
      busy: "Many files are being taken apart; try again shortly",
    }),
    renderer: createRenderer(
      {
        timeoutMs: config.PREVIEW_TIMEOUT_MS,
        idleMs: config.PREVIEW_IDLE_MS,
        limitPixels: config.PREVIEW_LIMIT_PIXELS,
        queue: config.PREVIEW_QUEUE,
      },
      kit.log,
    ),
  };
}
