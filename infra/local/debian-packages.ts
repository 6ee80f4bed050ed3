import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./run-command.ts";

/** Programs that come from Debian: name of the program → its package. */
const packages = {
  "redis-server": "redis-server",
  "nats-server": "nats-server",
  pgbouncer: "pgbouncer",
  nginx: "nginx",
  "docker-registry": "docker-registry",
  openssl: "openssl",
  chromium: "chromium",
  wrk: "wrk",
  pgbench: "postgresql",
  skopeo: "skopeo",
  podman: "podman",
} as const;

export type Program = keyof typeof packages;
export const serverPrograms: Program[] = ["redis-server", "nats-server", "pgbouncer", "nginx", "docker-registry", "openssl"];

const POLICY_FILE = "/usr/sbin/policy-rc.d";

/** Where a program is; daemons live in /usr/sbin, which a plain user's PATH leaves out. */
function find(program: Program): string | undefined {
  const folders = [...(Bun.env.PATH ?? "").split(":"), "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin"];
  return folders.map((folder) => join(folder, program)).find(existsSync);
}

/**
 * Finds programs, installing what is missing with apt-get when we are root. Their packages' own services are neither started
 * now nor at the next boot. Throws with the one command to run when we are not root.
 */
export async function findPrograms(
  programs: Program[],
  options: { logFile: string; say: (line: string) => void; signal: AbortSignal },
): Promise<Record<Program, string>> {
  const missing = programs.filter((program) => !find(program)).map((program) => packages[program]);
  if (missing.length > 0) {
    if (process.getuid?.() !== 0) {
      throw new Error(`These Debian packages are missing. Install them, then try again:\n\n  ${commandFor(missing)}\n`);
    }
    options.say(`Installing ${missing.join(", ")} (apt-get)...`);
    await install(missing, options);
  }
  const found = Object.fromEntries(programs.map((program) => [program, find(program)]));
  const absent = programs.filter((program) => !found[program]);
  if (absent.length > 0) throw new Error(`apt-get installed its packages, but ${absent.join(", ")} is still not there.`);
  return found as Record<Program, string>;
}

/** For somebody with sudo: installs, and leaves none of the packages' own services running. */
const commandFor = (names: string[]): string =>
  `sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends ${names.join(" ")}; systemctl disable --now ${names.join(" ")}'`;

async function install(names: string[], { logFile, signal }: { logFile: string; signal: AbortSignal }): Promise<void> {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const apt = ["apt-get", "-o", "DPkg::Lock::Timeout=120", "-q"];
  const restore = forbidServiceStarts();
  try {
    await runCommand([...apt, "update"], { logFile, env, signal });
    await runCommand([...apt, "install", "-y", "--no-install-recommends", ...names], { logFile, env, signal });
    if (existsSync("/run/systemd/system")) {
      const units = names.filter((name) => existsSync(`/lib/systemd/system/${name}.service`));
      if (units.length > 0) await runCommand(["systemctl", "disable", ...units], { logFile, signal });
    }
  } finally {
    restore();
  }
}

/** Makes package scripts start no service, as policy-rc.d allows. Returns what puts the former policy back. */
function forbidServiceStarts(): () => void {
  const former = existsSync(POLICY_FILE) ? { text: readFileSync(POLICY_FILE), mode: statSync(POLICY_FILE).mode } : undefined;
  writeFileSync(POLICY_FILE, "#!/bin/sh\nexit 101\n");
  chmodSync(POLICY_FILE, 0o755);
  return () => {
    if (!former) return rmSync(POLICY_FILE, { force: true });
    writeFileSync(POLICY_FILE, former.text);
    chmodSync(POLICY_FILE, former.mode);
  };
}
