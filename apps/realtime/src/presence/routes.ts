import { BeatPresence } from "@slate/schema/api";
import { createRouter, defineRoute, empty, jsonBody } from "@slate/service";
import type { Deps } from "../deps.ts";
import { beatPresence } from "./beat.ts";

export const presenceRoutes = (deps: Deps) =>
  createRouter().openapi(
    defineRoute({
      method: "post",
      path: "/api/events/presence",
      operationId: "beatPresence",
      tags: ["Live updates"],
      summary: "Say what a tab looks at",
      description: "Shown to the workspace for 45 s, so beat more often than that; `leave` takes the tab off at once.",
      access: "event.read",
      request: jsonBody(BeatPresence),
      responses: { 204: empty("Heard") },
    }),
    (c) => {
      beatPresence(deps, c.var.actor, c.req.valid("json"));
      return c.body(null, 204);
    },
  );
