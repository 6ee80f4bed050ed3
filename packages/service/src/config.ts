import { readFileSync } from "node:fs";
import { z } from "zod";

const KiB = 1024;
const MiB = 1024 * KiB;
const positive = (fallback: number) => z.coerce.number().int().positive().default(fallback);

/** Settings that every service reads. Units are in the names. */
export const ServiceEnv = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(1).max(65_535),
  PUBLIC_URL: z.url(),
  TRUSTED_PROXIES: z.string().default("127.0.0.1/32,::1/128"),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),

  DATABASE_URL: z.url(),
  DATABASE_REPLICA_URL: z.url(),
  /** Folder of the pooler's Unix socket, when it is on this machine: the many small messages of a transaction cost less than by TCP. */
  DATABASE_SOCKET_FOLDER: z.string().startsWith("/").optional(),
  DATABASE_PREPARE: z.stringbool().default(false),
  DATABASE_POOL_PRIMARY: positive(10),
  DATABASE_POOL_REPLICA: positive(6),
  DATABASE_POOL_WORKER: positive(4),
  DATABASE_POOL_WAIT_MS: positive(2000),

  REDIS_URL: z.url(),
  REDIS_TIMEOUT_MS: positive(200),
  CACHE_TTL_SECONDS: positive(300),

  NATS_URL: z.url(),
  NATS_USER: z.string().min(1),
  NATS_PASSWORD: z.string().min(16),

  AUTH_JWKS_URL: z.url(),
  SESSION_IDLE_SECONDS: positive(7 * 24 * 3600),

  BODY_LIMIT_BYTES: positive(MiB),
  QUERY_PARAMETER_LIMIT: positive(100),
  REQUEST_TIMEOUT_MS: positive(10_000),
  DRAIN_MS: z.coerce.number().int().min(0).default(1000),
  RATE_LIMIT_PER_CREDENTIAL: positive(3000),
  RATE_LIMIT_PER_WORKSPACE: positive(20_000),
  RATE_LIMIT_PER_ADDRESS: positive(6000),
  RATE_LIMIT_WINDOW_SECONDS: positive(60),
});
export type ServiceEnv = z.infer<typeof ServiceEnv>;

/** JSON by service name, read as `values` say. */
export const byService = <T extends z.ZodType<unknown, string>>(values: T) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue("must be JSON");
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string().regex(/^[a-z]+$/), values));

/** JSON `{ "auth": "http://...", "projects": "http://..." }`: where services answer each other. */
export const ServiceUrls = byService(z.url());

/** Settings of a service that calls others in the name of its callers: `ServiceEnv.extend(ServiceCallEnv)`. */
export const ServiceCallEnv = {
  SERVICE_URLS: ServiceUrls,
  /** What it proves itself to auth with; auth knows the hash. */
  SERVICE_SECRET: z.string().min(32),
};

type Environment = Record<string, string | undefined>;

/**
 * Reads settings once. `NAME_FILE` wins over `NAME` (secrets arrive as files); a trailing newline is trimmed.
 * Throws one Error that names every wrong setting and shows no value.
 */
export function readEnv<T extends z.ZodObject>(schema: T, env: Environment = process.env): z.infer<T> {
  const values: Environment = {};
  for (const name of Object.keys(schema.shape)) {
    const file = env[`${name}_FILE`];
    const value = file ? readFileSync(file, "utf8").replace(/\r?\n$/, "") : env[name];
    if (value !== undefined && value !== "") values[name] = value;
  }
  const parsed = schema.safeParse(values);
  if (!parsed.success) throw new Error(`Invalid environment\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
