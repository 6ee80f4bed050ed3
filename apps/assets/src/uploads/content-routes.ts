import { Id } from "@slate/schema/api";
import { createRouter, defineRoute } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { findSource } from "./find-source.ts";
import { sendContent } from "./send-content.ts";

const bytes = { description: "The bytes", content: { "application/octet-stream": { schema: z.string().meta({ format: "binary" }) } } };

export const contentRoutes = (deps: Deps) =>
  createRouter().openapi(
    defineRoute({
      method: "get",
      path: "/api/assets/{id}/content",
      operationId: "readAsset",
      tags: ["Assets"],
      summary: "Download an asset's file; `Range`, `If-Range` and `If-None-Match` are honoured",
      description: "With `version` the answer never changes and may be cached for good. The `ETag` is the SHA-256 of the whole.",
      access: "asset.read",
      errors: [errors.assetNotFound, errors.assetVersionNotFound, errors.noContent, errors.range],
      request: {
        params: z.object({ id: Id }),
        query: z.object({ version: z.coerce.number().int().min(1).max(2_147_483_647).optional(), workspace: Id.optional() }),
      },
      responses: { 200: bytes, 206: bytes, 304: { description: "Not changed" } },
    }),
    async (c) => {
      const { version } = c.req.valid("query");
      const source = await findSource(deps, c.var.actor, c.req.valid("param").id, version);
      return (await sendContent(deps, c, source, version !== undefined)) as never;
    },
  );
