import { byService, readEnv, ServiceEnv, ServiceUrls } from "@slate/service";
import { z } from "zod";

const KiB = 1024;
const DAY_SECONDS = 24 * 3600;
const positive = (fallback: number) => z.coerce.number().int().positive().default(fallback);

const AuthEnv = ServiceEnv.extend({
  DATABASE_WORKER_URL: z.url(),
  /** 32 random bytes in hex; seals the private signing keys at rest. */
  AUTH_SECRET: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, "must be 64 hex digits")
    .refine((hex) => new Set(hex).size > 4, "must be random"),
  REGISTRATION: z.enum(["invitation", "open"]).default("invitation"),
  SERVICE_URLS: ServiceUrls,
  /** JSON `{ "assets": "<SHA-256 in hex>" }`: what services that ask in somebody's name prove themselves by. */
  SERVICE_SECRETS: byService(z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hex")),

  ACCESS_TOKEN_SECONDS: positive(300).pipe(z.number().max(600)),
  SESSION_ABSOLUTE_SECONDS: positive(30 * DAY_SECONDS),
  /** Within this time after a rotation the old refresh token is taken for a lost race, later for theft. */
  REFRESH_GRACE_SECONDS: positive(10),
  /** How long a new signing key is published before it signs: longer than verifiers wait between two looks at the key set. */
  SIGNING_KEY_LEAD_SECONDS: positive(60),
  INVITATION_SECONDS: positive(7 * DAY_SECONDS),

  LOGIN_FAILURE_LIMIT: positive(10),
  LOGIN_FAILURE_WINDOW_SECONDS: positive(15 * 60),
  /** Failed sign-ins written to the audit log, for each address and window. */
  AUDITED_FAILURE_LIMIT: positive(100),
  /** Services that could not prove themselves, for each address and minute. */
  SERVICE_FAILURE_LIMIT: positive(20),
  PASSWORD_HASH_MEMORY_KIB: positive(19_456).pipe(z.number().min(19_456)),
  PASSWORD_HASH_PASSES: positive(2).pipe(z.number().min(2)),
  /** Hashes computed at once; the rest wait, so that sign-ins cannot starve the process. */
  PASSWORD_HASH_CONCURRENCY: positive(2),
  PASSWORD_HASH_WAIT_MS: positive(5000),

  SETTINGS_LIMIT_BYTES: positive(64 * KiB),
  WORKSPACES_PER_PERSON: positive(100),
  INVITATIONS_PER_WORKSPACE: positive(500),
  KEYS_PER_WORKSPACE: positive(500),
});

/** Settings of the auth service; every limit has its number here. */
export const readConfig = (env: Record<string, string | undefined> = process.env) => readEnv(AuthEnv, env);
export type Config = ReturnType<typeof readConfig>;
