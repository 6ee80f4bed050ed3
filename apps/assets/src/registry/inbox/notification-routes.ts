import { timingSafeEqual } from "node:crypto";
import { createRouter, defineRoute, empty, problems, readLimited, sha256 } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../../deps.ts";
import { receive } from "./receive.ts";

const BODY_LIMIT_BYTES = 1024 * 1024;
const EVENTS_LIMIT = 1000;

/** What distribution sends (2.x and 3.x alike): at least once, in no order, and nothing for what it forgot in a restart. */
const Notification = z.object({
  events: z
    .array(
      z.object({
        timestamp: z.coerce.date(),
        action: z.string(),
        target: z.object({ digest: z.string().default(""), repository: z.string().default(""), tag: z.string().optional() }),
        actor: z.object({ name: z.string().optional() }).default({}),
      }),
    )
    .max(EVENTS_LIMIT),
});

/** The registry tells what is pushed. Closed by the gateway; the registry proves itself with the secret of its configuration. */
export const notificationRoutes = (deps: Deps) =>
  createRouter().openapi(
    defineRoute({
      method: "post",
      path: "/internal/registry/events",
      operationId: "receiveRegistryEvents",
      tags: ["Registry"],
      summary: "Hear what the registry was sent",
      access: "public",
      responses: { 204: empty("Written down") },
    }),
    async (c) => {
      const given = sha256(c.req.header("authorization") ?? "");
      if (!timingSafeEqual(given, sha256(`Bearer ${deps.config.REGISTRY_EVENTS_SECRET}`))) throw problems.unauthenticated();
      const events = readEvents(await readLimited(c.req.raw, BODY_LIMIT_BYTES));
      if (!events) deps.log.warn("the registry told something that cannot be read");
      for (const { action, target, actor, timestamp } of events ?? []) {
        if (action !== "push" || !target.repository.endsWith("/inbox")) continue;
        const { repository, digest, tag } = target;
        await receive(deps, { repository, digest, reference: tag ?? digest, subject: actor.name ?? null, at: timestamp });
      }
      return c.body(null, 204);
    },
  );

/** Null for what cannot be read: it is taken all the same, since the registry repeats what is refused and keeps the rest waiting behind it. */
function readEvents(body: Uint8Array): z.infer<typeof Notification>["events"] | null {
  try {
    return Notification.parse(JSON.parse(new TextDecoder().decode(body))).events;
  } catch {
    return null;
  }
}
