import { Id } from "@slate/schema/api";
import { createRouter, defineRoute, notModified } from "@slate/service";
import { z } from "zod";
import { orUnavailable } from "../content/read-content.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { findSource } from "../uploads/find-source.ts";
import { cacheControl } from "../uploads/send-content.ts";
import { getPreview } from "./get-preview.ts";
import { previewsRepository } from "./keep-preview.ts";
import { PREVIEW_PIXELS, type PreviewPixels } from "./render/protocol.ts";

const webp = { description: "The picture", content: { "image/webp": { schema: z.string().meta({ format: "binary" }) } } };
const Size = z
  .enum(PREVIEW_PIXELS.map(String) as [`${PreviewPixels}`, ...`${PreviewPixels}`[]])
  .default("256")
  .meta({ description: "Longest side in pixels; smaller images keep their size" });

export const previewRoutes = (deps: Deps) =>
  createRouter().openapi(
    defineRoute({
      method: "get",
      path: "/api/assets/{id}/preview",
      operationId: "getPreview",
      tags: ["Assets"],
      summary: "A picture of an image or a material, as WebP",
      description: "Made once for each content. With `version` the answer may be cached for good; without, caches ask again by `ETag`.",
      access: "asset.read",
      errors: [
        errors.assetNotFound,
        errors.assetVersionNotFound,
        errors.noContent,
        errors.noPreview,
        errors.previewFailed,
        errors.previewPending,
      ],
      request: {
        params: z.object({ id: Id }),
        query: z.object({
          size: Size,
          version: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
          workspace: Id.optional(),
        }),
      },
      responses: { 200: webp, 304: { description: "Not changed" } },
    }),
    async (c) => {
      const { size, version } = c.req.valid("query");
      const source = await findSource(deps, c.var.actor, c.req.valid("param").id, version);
      const preview = await getPreview(deps, c.var.actor, source, Number(size) as PreviewPixels);
      const sha256 = Buffer.from(preview.sha256).toString("hex");
      const headers = { ETag: `"${sha256}"`, "Cache-Control": cacheControl(version !== undefined), "Content-Type": preview.mediaType };
      if (notModified(c, headers.ETag)) return new Response(null, { status: 304, headers }) as never;
      const { stream } = await orUnavailable(() =>
        deps.registry.blobs.pull(previewsRepository(source.content), `sha256:${sha256}`, { size: preview.size }),
      );
      return new Response(stream, { headers: { ...headers, "Content-Length": String(preview.size) } }) as never;
    },
  );
