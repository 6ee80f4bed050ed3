import { testStack } from "../../../../infra/testing/index.ts";
import { createApp } from "../app.ts";
import { readConfig } from "../config.ts";
import { openDeps } from "../deps.ts";

/** One more replica of the service in this process, on the stack's real servers, with settings of its own. */
export async function startReplica(settings: Record<string, string> = {}) {
  const deps = openDeps(readConfig({ ...testStack().services.realtime, LOG_LEVEL: "silent", ...settings }));
  const app = createApp(deps);
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 120,
    fetch: (request, server) => app.fetch(request, { server }),
  });
  if (!(await deps.feed.whenReady(10_000))) throw new Error("The replica does not see the stream");
  return {
    deps,
    url: server.url.origin,
    async [Symbol.asyncDispose]() {
      deps.hub.endAll("draining");
      await server.stop(true);
      await deps.stop();
      await deps.close();
    },
  };
}
