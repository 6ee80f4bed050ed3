import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cloneFolder, makeServerFolder, writeServerFile } from "../folders.ts";
import { expectStatus } from "../poll.ts";
import type { Stack } from "../stack.ts";
import type { ProcessSpec } from "../supervisor.ts";
import { fillTemplateFile } from "../template.ts";

const templates = join(cloneFolder, "nginx");
const upstreams = ["auth", "projects", "assets", "spark", "realtime", "registry", "probe"] as const;

type GatewayStack = Pick<Stack, "ports" | "serverUser" | "tls" | "folders"> & Partial<Pick<Stack, "gatewayExtras">>;

/** The gateway: plain HTTP for this machine, and TLS for everybody else when the stack is public. */
export function nginx(stack: GatewayStack, binary: string, servedNames: string[]): ProcessSpec {
  const { ports, serverUser, tls } = stack;
  const folder = makeServerFolder(join(stack.folders.servers, "nginx"), serverUser);
  const config = join(folder, "config");
  return {
    name: "nginx",
    after: servedNames,
    command: [binary, "-p", folder, "-e", "stderr", "-c", join(config, "nginx.conf")],
    cwd: folder,
    user: serverUser,
    lowPorts: tls !== undefined,
    ports: tls ? [ports.gateway, tls.port] : [ports.gateway],
    prepare: async () => writeConfiguration(stack, folder, config),
    check: () => expectStatus(`http://127.0.0.1:${ports.gateway}/metrics`, 404),
  };
}

function writeConfiguration(stack: GatewayStack, folder: string, config: string): void {
  const { ports, serverUser, tls } = stack;
  for (const name of ["config", "body", "proxy", "unused"]) makeServerFolder(join(folder, name), serverUser);
  const accessLog = join(folder, "access.log");
  const values: Record<string, string | number> = {
    WORKERS: 2,
    RUN_DIR: folder,
    CONFIG_DIR: config,
    ACCESS_LOG: accessLog,
    LISTEN: `127.0.0.1:${ports.gateway}`,
    RESOLVER: "127.0.0.1",
    UPSTREAM_OPTIONS: "max_fails=0",
    WEB_ROOT: stack.folders.web,
    ...Object.fromEntries(upstreams.map((name) => [`${name.toUpperCase()}_UPSTREAM`, `127.0.0.1:${ports[name]}`])),
  };
  if (existsSync(accessLog)) renameSync(accessLog, `${accessLog}.previous`);
  for (const name of ["tls.conf", "extra-http.conf", "extra-server.conf"]) rmSync(join(config, name), { force: true });
  if (tls) {
    const copy = (name: string, file: string) => writeServerFile(join(config, name), readFileSync(file, "utf8"), serverUser);
    values.TLS_CERTIFICATE = copy("tls.crt", tls.certificateFile);
    values.TLS_KEY = copy("tls.key", tls.keyFile);
    values.TLS_LISTEN = `0.0.0.0:${tls.port}`;
  }
  for (const folder of [templates, ...(stack.gatewayExtras ? [stack.gatewayExtras] : [])]) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".conf") && (tls || name !== "tls.conf"))) {
      writeServerFile(join(config, file), fillTemplateFile(join(folder, file), values), serverUser);
    }
  }
}
