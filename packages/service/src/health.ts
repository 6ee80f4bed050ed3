import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "./context.ts";
import type { Kit } from "./kit.ts";

const CHECK_MS = 800;

/**
 * `/health/live` checks the process only. `/health/ready` names each dependency; it is 503 when the primary database is away or the process is
 * draining, and stays 200 when Redis, NATS or the replica are: those make us slower, not broken. Neither leaves the private network.
 */
export function registerHealth(app: OpenAPIHono<Env>, kit: Kit): void {
  app.get("/health/live", (c) => c.json({ status: "ok" }));
  app.get("/health/ready", async (c) => {
    const [database, replica, redis, nats] = await Promise.all([
      up(kit.db.primary.sql`select 1`),
      up(kit.db.replica.sql`select 1`),
      up(kit.redis.ping()),
      up(kit.nats.then((connection) => connection.flush())),
    ]);
    const ready = database && !kit.lifecycle.draining;
    const state = (ok: boolean) => (ok ? "ok" : "away");
    return c.json(
      {
        status: kit.lifecycle.draining ? "draining" : ready ? "ok" : "away",
        dependencies: { database: state(database), replica: state(replica), redis: state(redis), nats: state(nats) },
      },
      ready ? 200 : 503,
    );
  });
  app.get("/metrics", async (c) => c.text(await kit.metrics.registry.metrics(), 200, { "Content-Type": kit.metrics.registry.contentType }));
}

async function up(check: PromiseLike<unknown>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), CHECK_MS);
  check.then(
    () => resolve(true),
    () => resolve(false),
  );
  const answer = await promise;
  clearTimeout(timer);
  return answer;
}
