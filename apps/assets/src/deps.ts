import { createRegistry, type Registry } from "@slate/oci";
import { createServiceCaller, type Kit, openKit, registryFence, type ServiceCaller } from "@slate/service";
import type { Config } from "./config.ts";

export type Deps = Kit & { config: Config; registry: Registry; callService: ServiceCaller };

/** Opens everything the service holds; waits for nothing. */
export function openDeps(config: Config): Deps {
  const kit = openKit("assets", config, config.DATABASE_WORKER_URL);
  const registry = createRegistry({
    url: config.REGISTRY_URL,
    token: {
      keyPem: config.REGISTRY_TOKEN_KEY,
      certPem: config.REGISTRY_TOKEN_CERT,
      issuer: config.REGISTRY_TOKEN_ISSUER,
      service: config.REGISTRY_SERVICE,
      subject: "assets",
    },
    fence: registryFence(kit.db),
  });
  return { ...kit, config, registry, callService: createServiceCaller(kit, config) };
}
