import { join } from "node:path";
import { cloneFolder } from "./folders.ts";
import { expectStatus } from "./poll.ts";
import { socketFolderOf } from "./servers/pgbouncer.ts";
import type { Stack } from "./stack.ts";
import type { ProcessSpec } from "./supervisor.ts";

type Service = {
  name: "auth" | "projects" | "assets" | "realtime";
  /** Whether it has a second database role for relay, consumers and schedules. */
  worker: boolean;
  /** Whether it asks other services in the name of its callers. */
  calls?: boolean;
  /** What only this service needs, beside the environment that all share. */
  extra?: (stack: Stack) => Record<string, string>;
};

/** Where the registry is, and what makes it believe us. */
const registrySettings = ({ ports, registryKey }: Stack) => ({
  REGISTRY_URL: `http://127.0.0.1:${ports.registry}`,
  REGISTRY_TOKEN_KEY_FILE: registryKey.keyFile,
  REGISTRY_TOKEN_CERT_FILE: registryKey.certificateFile,
  REGISTRY_TOKEN_ISSUER: "slate",
  REGISTRY_SERVICE: "slate-registry",
});

const services: Service[] = [
  {
    name: "auth",
    worker: true,
    extra: ({ secrets, tls }) => ({
      AUTH_SECRET: secrets.authSecret,
      REGISTRATION: tls ? "invitation" : "open",
      SERVICE_SECRETS: JSON.stringify(
        Object.fromEntries(Object.entries(secrets.services).map(([name, secret]) => [name, sha256Hex(secret)])),
      ),
    }),
  },
  { name: "projects", worker: true, extra: registrySettings },
  {
    name: "assets",
    worker: true,
    calls: true,
    extra: (stack) => ({ ...registrySettings(stack), REGISTRY_EVENTS_SECRET: stack.secrets.registryEvents }),
  },
  { name: "realtime", worker: false },
];

const sha256Hex = (text: string) => new Bun.CryptoHasher("sha256").update(text).digest("hex");

export const serviceNames = services.map(({ name }) => name);

/** Those that ask others in the name of their callers. */
export const callingServices = services.filter(({ calls }) => calls).map(({ name }) => name);

/** Login roles of all services. */
export const databaseRoles = services.flatMap(({ name, worker }) => (worker ? [name, `${name}_worker`] : [name]));

/** The services as processes. They wait for what they need themselves, so only the order of stopping matters. */
export function serviceProcesses(stack: Stack): ProcessSpec[] {
  return services.map((service) => {
    const port = stack.ports[service.name];
    const main = join(cloneFolder, "apps", service.name, "src", "main.ts");
    return {
      name: service.name,
      after: ["pgbouncer", "replica", "redis", "nats", "registry"],
      command: [process.execPath, ...(stack.watch ? ["--watch", "--no-clear-screen"] : []), main],
      cwd: join(cloneFolder, "apps", service.name),
      env: environmentOf(stack, service),
      ports: [port],
      check: () => expectStatus(`http://127.0.0.1:${port}/health/ready`, 200),
    };
  });
}

/** The environment of each service, by name. */
export const serviceEnvironments = (stack: Stack): Record<string, Record<string, string>> =>
  Object.fromEntries(services.map((service) => [service.name, environmentOf(stack, service)]));

/** Tests and benchmarks come from one address and would count as one impatient caller. */
const FREE_OF_LIMITS = {
  RATE_LIMIT_PER_ADDRESS: "100000000",
  RATE_LIMIT_PER_CREDENTIAL: "100000000",
  RATE_LIMIT_PER_WORKSPACE: "100000000",
  SCRUB_MIB_PER_SECOND: "100000",
};

function environmentOf(stack: Stack, { name, worker, extra }: Service): Record<string, string> {
  const { ports, secrets } = stack;
  const socketFolder = socketFolderOf(stack);
  const database = (role: string, database: string) => `postgres://${role}:${secrets.roles[role]}@127.0.0.1:${ports.pgbouncer}/${database}`;
  return {
    PORT: String(ports[name]),
    HOST: "127.0.0.1",
    DATABASE_URL: database(name, "slate"),
    DATABASE_REPLICA_URL: database(name, "slate_replica"),
    ...(worker ? { DATABASE_WORKER_URL: database(`${name}_worker`, "slate_worker") } : {}),
    ...(socketFolder ? { DATABASE_SOCKET_FOLDER: socketFolder } : {}),
    DATABASE_PREPARE: "false", // pgbouncer before 1.21 loses prepared statements in transaction mode
    ...(stack.name === "start" ? {} : FREE_OF_LIMITS),
    REDIS_URL: `redis://:${secrets.redis}@127.0.0.1:${ports.redis}/0`,
    NATS_URL: `nats://127.0.0.1:${ports.nats}`,
    NATS_USER: name,
    NATS_PASSWORD: secrets.nats[name] as string,
    PUBLIC_URL: stack.publicUrl,
    SERVICE_URLS: JSON.stringify(Object.fromEntries(services.map((service) => [service.name, `http://127.0.0.1:${ports[service.name]}`]))),
    ...(secrets.services[name] ? { SERVICE_SECRET: secrets.services[name] } : {}),
    AUTH_JWKS_URL: `http://127.0.0.1:${ports.auth}/.well-known/jwks.json`,
    LOG_LEVEL: Bun.env.LOG_LEVEL ?? "info",
    TRUSTED_PROXIES: "127.0.0.1/32,::1/128",
    ...(Bun.env.OTEL_EXPORTER_OTLP_ENDPOINT ? { OTEL_EXPORTER_OTLP_ENDPOINT: Bun.env.OTEL_EXPORTER_OTLP_ENDPOINT } : {}),
    ...extra?.(stack),
    ...stack.serviceSettings,
  };
}
