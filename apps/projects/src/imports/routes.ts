import { CreateImport, Id, Import } from "@slate/schema/api";
import { createRouter, defineRoute, json, jsonBody } from "@slate/service";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { cancelImport, createImport, getImport } from "./create.ts";
import { runImport } from "./run.ts";
import { watchImport } from "./watch.ts";

const tags = ["Imports"];
const params = z.object({ id: Id });
const bytes = z.string().meta({ format: "binary" });

export const importRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/imports",
        operationId: "createImport",
        tags,
        summary: "Open an import; send its archive next",
        access: "file.write",
        idempotent: true,
        errors: [errors.projectNotFound, errors.archived],
        request: jsonBody(CreateImport),
        responses: { 201: json(Import, "The import, waiting for its archive") },
      }),
      async (c) => {
        const created = await createImport(deps, c.var.actor, c.req.valid("json"));
        return c.json(created, 201, { Location: `/api/imports/${created.id}` });
      },
    )
    .openapi(
      defineRoute({
        method: "put",
        path: "/api/imports/{id}/content",
        operationId: "uploadImport",
        tags,
        summary: "Send the archive: zip, tar, tar.gz or unitypackage",
        description:
          "Read as it arrives and made one changeset. The answer comes when it is done; progress is at `/api/imports/{id}/events`.",
        access: "file.write",
        errors: [
          errors.importNotFound,
          errors.importUsed,
          errors.importCancelled,
          errors.archiveInvalid,
          errors.archiveLimit,
          errors.importConflict,
          errors.locked,
          errors.quota,
          errors.pathTaken,
          errors.conflict,
        ],
        request: { params, body: { required: true, content: { "application/octet-stream": { schema: bytes } } } },
        responses: { 200: json(Import, "The import, done") },
      }),
      async (c) => {
        // Once all of it has come, nothing moves on the connection until the changeset is made.
        c.env.server?.timeout(c.req.raw, 0);
        return c.json(await runImport(deps, c.var.actor, c.req.valid("param").id, c.req.raw.body ?? new Blob([]).stream()), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/imports/{id}",
        operationId: "getImport",
        tags,
        summary: "Get an import and how far it is",
        access: "file.read",
        errors: [errors.importNotFound],
        request: { params },
        responses: { 200: json(Import, "The import") },
      }),
      async (c) => c.json(await getImport(deps, c.var.actor, c.req.valid("param").id), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/imports/{id}/events",
        operationId: "watchImport",
        tags,
        summary: "Follow an import as server-sent events until it ends",
        access: "file.read",
        errors: [errors.importNotFound],
        request: { params, query: z.object({ workspace: Id.optional() }) },
        responses: { 200: { description: "`data:` is the import", content: { "text/event-stream": { schema: z.string() } } } },
      }),
      async (c) => {
        const { id } = c.req.valid("param");
        await getImport(deps, c.var.actor, id); // a 404 must come before the stream begins
        c.env.server?.timeout(c.req.raw, 0);
        return streamSSE(c, async (stream) => {
          const gone = new AbortController();
          stream.onAbort(() => gone.abort());
          for await (const state of watchImport(deps, c.var.actor, id, gone.signal)) {
            await stream.writeSSE({ event: "import", data: JSON.stringify(state) });
          }
        }) as never;
      },
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/imports/{id}/cancel",
        operationId: "cancelImport",
        tags,
        summary: "Stop an import; nothing of it becomes visible",
        access: "file.write",
        errors: [errors.importNotFound],
        request: { params },
        responses: { 200: json(Import, "The import as it is now") },
      }),
      async (c) => c.json(await cancelImport(deps, c.var.actor, c.req.valid("param").id), 200),
    );
