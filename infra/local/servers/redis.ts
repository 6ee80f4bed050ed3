import { join } from "node:path";
import { RedisClient } from "bun";
import { cloneFolder, makeServerFolder, writeServerFile } from "../folders.ts";
import type { Stack } from "../stack.ts";
import type { ProcessSpec } from "../supervisor.ts";
import { fillTemplateFile } from "../template.ts";

/** Redis with a password and an append-only file. */
export function redis({ ports, secrets, serverUser, folders }: Stack, binary: string): ProcessSpec {
  const folder = makeServerFolder(join(folders.servers, "redis"), serverUser);
  const configFile = join(folder, "redis.conf");
  return {
    name: "redis",
    command: [binary, configFile],
    cwd: folder,
    user: serverUser,
    ports: [ports.redis],
    prepare: async () => {
      const values = { PORT: ports.redis, PASSWORD: secrets.redis, FOLDER: folder };
      writeServerFile(configFile, fillTemplateFile(join(cloneFolder, "infra/redis/redis.conf"), values), serverUser);
    },
    check: async () => {
      const client = new RedisClient(`redis://:${secrets.redis}@127.0.0.1:${ports.redis}/0`, {
        connectionTimeout: 1000,
        autoReconnect: false,
      });
      try {
        await client.connect();
        await client.ping();
      } finally {
        client.close();
      }
    },
  };
}
