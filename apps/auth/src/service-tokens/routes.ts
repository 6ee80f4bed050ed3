import { ServiceToken, ServiceTokenRequest } from "@slate/schema/api";
import { createRouter, defineRoute, json, jsonBody } from "@slate/service";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { visitOf } from "../visit.ts";
import { mintServiceToken, requireService } from "./mint.ts";

export const serviceTokenRoutes = (deps: Deps) =>
  createRouter().openapi(
    defineRoute({
      method: "post",
      path: "/internal/service-tokens",
      operationId: "mintServiceToken",
      tags: ["Tokens"],
      summary: "A token to ask another service in the name of somebody",
      // The service proves itself by its own secret.
      access: "public",
      errors: [errors.serviceRefused, errors.serviceUnknown],
      request: jsonBody(ServiceTokenRequest),
      responses: { 201: json(ServiceToken, "Good for at most five minutes") },
    }),
    async (c) => {
      const visit = visitOf(c);
      const service = await requireService(deps, visit, c.req.header("authorization"));
      return c.json({ token: await mintServiceToken(deps, visit, service, c.req.valid("json")) }, 201);
    },
  );
