import { join } from "node:path";
import { natsUsers } from "../../nats/users.ts";
import { cloneFolder, makeServerFolder, writeServerFile } from "../folders.ts";
import { expectStatus } from "../poll.ts";
import type { Stack } from "../stack.ts";
import type { ProcessSpec } from "../supervisor.ts";
import { fillTemplateFile } from "../template.ts";

/** NATS with JetStream. */
export function nats({ ports, secrets, serverUser, folders }: Stack, binary: string): ProcessSpec {
  const folder = makeServerFolder(join(folders.servers, "nats"), serverUser);
  const configFile = join(folder, "nats.conf");
  return {
    name: "nats",
    command: [binary, "-c", configFile],
    cwd: folder,
    user: serverUser,
    ports: [ports.nats, ports.natsMonitor],
    prepare: async () => {
      const passwords = Object.fromEntries(natsUsers.map((user) => [`${user.toUpperCase()}_PASSWORD`, secrets.nats[user] as string]));
      const consume = { CONSUME_SLATE: subjectsToConsume("SLATE"), CONSUME_SPARK: subjectsToConsume("SPARK") };
      const values = { PORT: ports.nats, MONITOR_PORT: ports.natsMonitor, FOLDER: folder, ...passwords, ...consume };
      writeServerFile(configFile, fillTemplateFile(join(cloneFolder, "infra/nats/nats.conf"), values), serverUser);
    },
    check: () => expectStatus(`http://127.0.0.1:${ports.natsMonitor}/healthz?js-enabled-only=true`, 200),
  };
}

/** What a user must be allowed to publish in order to read one stream through consumers of its own. */
function subjectsToConsume(stream: string): string {
  const api = [
    "STREAM.INFO",
    "CONSUMER.CREATE",
    "CONSUMER.DURABLE.CREATE",
    "CONSUMER.INFO",
    "CONSUMER.MSG.NEXT",
    "STREAM.MSG.GET",
    "DIRECT.GET",
  ];
  const subjects = api.flatMap((verb) => [`$JS.API.${verb}.${stream}`, `$JS.API.${verb}.${stream}.>`]);
  return ["$JS.API.INFO", ...subjects, `$JS.ACK.${stream}.>`, `$JS.FC.${stream}.>`].map((subject) => JSON.stringify(subject)).join(", ");
}
