import { ApiKey, CreateApiKey, Id, NewApiKey, PageQuery, page } from "@slate/schema/api";
import { createRouter, defineRoute, empty, json, jsonBody } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { createApiKey } from "./create.ts";
import { listApiKeys } from "./list.ts";
import { revokeApiKey } from "./revoke.ts";

const tags = ["API keys"];
const Keys = page(ApiKey);

export const keyRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/keys",
        operationId: "createApiKey",
        tags,
        summary: "Make an API key for this workspace",
        access: "key.manage",
        idempotent: true,
        errors: [errors.scopeTooWide, errors.keyLimit],
        request: jsonBody(CreateApiKey, { name: "build server", scopes: ["project.read", "file.read"], expiresInDays: 90 }),
        responses: { 201: json(NewApiKey, "The key, shown this one time") },
      }),
      async (c) => c.json(NewApiKey.parse(await createApiKey(deps, c.var.actor, c.req.valid("json"))), 201),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/keys",
        operationId: "listApiKeys",
        tags,
        summary: "API keys of this workspace: my own, or with `member.manage` all; newest first",
        access: "key.manage",
        request: { query: PageQuery },
        responses: { 200: json(Keys, "A page of keys, without secrets") },
      }),
      async (c) => c.json(Keys.parse(await listApiKeys(deps, c.var.actor, c.req.valid("query"))), 200),
    )
    .openapi(
      defineRoute({
        method: "delete",
        path: "/api/keys/{id}",
        operationId: "revokeApiKey",
        tags,
        summary: "Revoke an API key: my own, or with `member.manage` any",
        access: "key.manage",
        errors: [errors.keyNotFound],
        request: { params: z.object({ id: Id }) },
        responses: { 204: empty("Revoked; its next request is refused") },
      }),
      async (c) => {
        await revokeApiKey(deps, c.var.actor, c.req.valid("param").id);
        return c.body(null, 204);
      },
    );
