import { createLimiter, type Kit, type Limiter, openKit } from "@slate/service";
import type { Config } from "./config.ts";
import { createPasswordHasher, type PasswordHasher } from "./passwords/hasher.ts";
import { createKeyring, type Keyring } from "./signing-keys/keyring.ts";

export type Deps = Kit & {
  config: Config;
  passwords: PasswordHasher;
  keyring: Keyring;
  /** Failed sign-ins by account and address. */
  loginFailures: Limiter;
  /** Failed sign-ins that reach the audit log, by address. */
  auditedFailures: Limiter;
  /** Services that could not prove themselves, by address. */
  serviceFailures: Limiter;
};

/** Opens everything the service holds; waits for nothing. `workerUrl` is null for a command that leaves background work to the service. */
export function openDeps(config: Config, workerUrl: string | null = config.DATABASE_WORKER_URL): Deps {
  const kit = openKit("auth", config, workerUrl);
  const windowSeconds = config.LOGIN_FAILURE_WINDOW_SECONDS;
  return {
    ...kit,
    config,
    passwords: createPasswordHasher({
      memoryKiB: config.PASSWORD_HASH_MEMORY_KIB,
      passes: config.PASSWORD_HASH_PASSES,
      concurrency: config.PASSWORD_HASH_CONCURRENCY,
      waitMs: config.PASSWORD_HASH_WAIT_MS,
    }),
    keyring: createKeyring(kit, { secret: config.AUTH_SECRET, tokenSeconds: config.ACCESS_TOKEN_SECONDS }),
    loginFailures: createLimiter(kit.redis, { name: "login", points: config.LOGIN_FAILURE_LIMIT, windowSeconds }),
    auditedFailures: createLimiter(kit.redis, { name: "login-audit", points: config.AUDITED_FAILURE_LIMIT, windowSeconds }),
    serviceFailures: createLimiter(kit.redis, { name: "service", points: config.SERVICE_FAILURE_LIMIT, windowSeconds: 60 }),
  };
}
