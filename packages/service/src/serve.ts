import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "./context.ts";
import type { Kit } from "./kit.ts";
import { startTracing } from "./tracing.ts";

type Options = {
  kit: Kit;
  app: OpenAPIHono<Env>;
  /** Ends answers that would never end by themselves (open streams), once proxies have noticed that we are going. */
  drain?: () => void;
  /** Ends the service's own background work, before the shared dependencies close. */
  stop?: () => Promise<void>;
  /** The runtime's cap; at or above every limit of the application, so that the application answers. */
  maxBodyBytes?: number;
};

/**
 * Serves until SIGTERM or SIGINT, then: not ready, keep serving while proxies notice, finish what is in flight, close, exit 0.
 * The only code that touches the process.
 */
export async function serve({
  kit,
  app,
  drain = () => {},
  stop = async () => {},
  maxBodyBytes = 64 * 1024 * 1024,
}: Options): Promise<void> {
  const { env, log } = kit;
  const stopTracing = startTracing(kit.service, env.OTEL_EXPORTER_OTLP_ENDPOINT);
  // A rejected promise that nobody awaited is a bug to report, not a reason to drop everybody's requests.
  process.on("unhandledRejection", (error) => log.error({ err: error }, "unhandled rejection"));
  const server = Bun.serve({
    hostname: env.HOST,
    port: env.PORT,
    maxRequestBodySize: maxBodyBytes,
    idleTimeout: 120,
    fetch: (request, server) => app.fetch(request, { server }),
  });
  log.info({ port: env.PORT }, "ready");
  await new Promise((resolve) => process.once("SIGTERM", resolve).once("SIGINT", resolve));
  kit.lifecycle.draining = true;
  log.info("stopping");
  await Bun.sleep(env.DRAIN_MS);
  drain();
  await Promise.race([server.stop(), Bun.sleep(env.REQUEST_TIMEOUT_MS)]);
  await stop();
  await kit.close();
  await stopTracing();
  process.exit(0);
}
