import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeConfig } from "../../registry/write-config.ts";
import { makeServerFolder, writeServerFile } from "../folders.ts";
import { expectStatus } from "../poll.ts";
import type { Stack } from "../stack.ts";
import type { ProcessSpec } from "../supervisor.ts";

/** The OCI registry. It believes tokens signed with the stack's registry key and nothing else. */
export function registry(stack: Stack, binary: string): ProcessSpec {
  const { ports, secrets, serverUser, registryKey, publicUrl } = stack;
  const folder = makeServerFolder(join(stack.folders.servers, "registry"), serverUser);
  const configFile = join(folder, "config.yml");
  return {
    name: "registry",
    command: [binary, "serve", configFile],
    cwd: folder,
    user: serverUser,
    ports: [ports.registry],
    prepare: async () => {
      const config = writeConfig({
        port: ports.registry,
        folder,
        httpSecret: secrets.registryHttp,
        tokenRealm: `${publicUrl}/api/assets/registry/token`,
        eventsUrl: `http://127.0.0.1:${ports.assets}/internal/registry/events`,
        eventsSecret: secrets.registryEvents,
      });
      writeServerFile(join(folder, "token.crt"), readFileSync(registryKey.certificateFile, "utf8"), serverUser);
      writeServerFile(configFile, config, serverUser);
    },
    check: () => expectStatus(`http://127.0.0.1:${ports.registry}/v2/`, 401),
  };
}
