import { join } from "node:path";
import { expectStatus } from "../../local/poll.ts";
import type { StackState } from "../../local/state.ts";
import type { ProcessSpec } from "../../local/supervisor.ts";

/** The bare server as a process of the bench stack; the gateway shows it below `/probe/`. */
export const probeProcess = ({ ports, redisUrl, natsUrl, secrets }: StackState): ProcessSpec => ({
  name: "probe",
  after: ["redis", "nats"],
  command: [process.execPath, join(import.meta.dir, "server.ts")],
  cwd: import.meta.dir,
  env: { PORT: String(ports.probe), REDIS_URL: redisUrl, NATS_URL: natsUrl, NATS_PASSWORD: secrets.nats.admin ?? "" },
  ports: [ports.probe],
  check: () => expectStatus(`http://127.0.0.1:${ports.probe}/`, 404),
});
