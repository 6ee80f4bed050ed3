import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { natsUsers } from "../nats/users.ts";
import { runCommand } from "./run-command.ts";
import { callingServices, databaseRoles } from "./services.ts";

/** Passwords of one stack, 64 hex characters each, made once and kept. */
export type Secrets = {
  postgres: string;
  replicator: string;
  pgbouncer: string;
  redis: string;
  registryHttp: string;
  /** What the registry proves itself to assets with. */
  registryEvents: string;
  authSecret: string;
  /** By database role. */
  roles: Record<string, string>;
  /** By service that asks others: what it proves itself to auth with. */
  services: Record<string, string>;
  /** By NATS user. */
  nats: Record<string, string>;
};

const password = () => randomBytes(32).toString("hex");
const passwordsFor = (names: readonly string[], known: Record<string, string> = {}) =>
  Object.fromEntries(names.map((name) => [name, known[name] ?? password()]));

/** Reads the stack's secrets, making what is missing (first start, or a service that is new). Files are 0600. */
export function loadSecrets(stateFolder: string): Secrets {
  const file = join(stateFolder, "secrets.json");
  const known: Partial<Secrets> = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const secrets: Secrets = {
    postgres: known.postgres ?? password(),
    replicator: known.replicator ?? password(),
    pgbouncer: known.pgbouncer ?? password(),
    redis: known.redis ?? password(),
    registryHttp: known.registryHttp ?? password(),
    registryEvents: known.registryEvents ?? password(),
    authSecret: known.authSecret ?? password(),
    roles: passwordsFor(databaseRoles, known.roles),
    services: passwordsFor(callingServices, known.services),
    nats: passwordsFor(natsUsers, known.nats),
  };
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  writeFileSync(rolePasswordsFile(stateFolder), JSON.stringify(secrets.roles), { mode: 0o600 });
  return secrets;
}

/** JSON `{ role: password }`, as migrations read it. */
export const rolePasswordsFile = (stateFolder: string): string => join(stateFolder, "role-passwords.json");

export type KeyPair = { keyFile: string; certificateFile: string };

/** The RSA key that signs registry tokens, and the certificate that the registry trusts; made once by openssl. */
export function makeRegistryKey(stateFolder: string, logFile: string, signal: AbortSignal): Promise<KeyPair> {
  return makeKeyPair(join(stateFolder, "registry-token"), ["-subj", "/CN=slate-registry-token"], logFile, signal);
}

/** A self-signed certificate for `host`, made once by openssl. */
export function makeTlsCertificate(stateFolder: string, host: string, logFile: string, signal: AbortSignal): Promise<KeyPair> {
  const words = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host},DNS:localhost,IP:127.0.0.1`];
  return makeKeyPair(join(stateFolder, `tls-${host}`), words, logFile, signal);
}

async function makeKeyPair(path: string, words: string[], logFile: string, signal: AbortSignal): Promise<KeyPair> {
  const pair = { keyFile: `${path}.key`, certificateFile: `${path}.crt` };
  if (existsSync(pair.keyFile) && existsSync(pair.certificateFile)) return pair;
  const files = ["-keyout", pair.keyFile, "-out", pair.certificateFile];
  const command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-sha256", "-days", "3650", ...files, ...words];
  await runCommand(command, { logFile, signal }); // openssl writes private keys 0600
  return pair;
}
