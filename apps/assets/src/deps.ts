import { createRegistry, type Registry } from "@slate/oci";
import { type Kit, openKit } from "@slate/service";
import type { Config } from "./config.ts";

export type Deps = Kit & { config: Config; registry: Registry };

/** Opens everything the service holds; waits for nothing. */
export function openDeps(config: Config): Deps {
  const registry = createRegistry({
    url: config.REGISTRY_URL,
    token: {
      keyPem: config.REGISTRY_TOKEN_KEY,
      certPem: config.REGISTRY_TOKEN_CERT,
      issuer: config.REGISTRY_TOKEN_ISSUER,
      service: config.REGISTRY_SERVICE,
      subject: "assets",
    },
  });
  return { ...openKit("assets", config, config.DATABASE_WORKER_URL), config, registry };
}
