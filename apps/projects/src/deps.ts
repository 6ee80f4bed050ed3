import { createRegistry, type Registry } from "@slate/oci";
import { type Kit, openKit, registryFence } from "@slate/service";
import type { Config } from "./config.ts";

export type Deps = Kit & { config: Config; registry: Registry };

/** Opens everything the service holds; waits for nothing. */
export function openDeps(config: Config): Deps {
  const kit = openKit("projects", config, config.DATABASE_WORKER_URL);
  const registry = createRegistry({
    url: config.REGISTRY_URL,
    token: {
      keyPem: config.REGISTRY_TOKEN_KEY,
      certPem: config.REGISTRY_TOKEN_CERT,
      issuer: config.REGISTRY_TOKEN_ISSUER,
      service: config.REGISTRY_SERVICE,
      subject: "projects",
    },
    fence: registryFence(kit.db),
  });
  return { ...kit, config, registry };
}
