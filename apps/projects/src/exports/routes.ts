import { Id } from "@slate/schema/api";
import { contentDisposition, createRouter, defineRoute } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { getProject } from "../projects/get.ts";
import { findExport } from "./tree-at.ts";
import { zipAt } from "./zip.ts";

const params = z.object({ id: Id });
const zip = { description: "A zip, streamed", content: { "application/zip": { schema: z.string().meta({ format: "binary" }) } } };

export const exportRoutes = (deps: Deps) =>
  createRouter().openapi(
    defineRoute({
      method: "get",
      path: "/api/changesets/{id}/export",
      operationId: "exportChangeset",
      tags: ["Changesets"],
      summary: "Download all files as they were right after a changeset",
      access: "file.read",
      errors: [errors.changesetNotFound, errors.projectNotFound],
      request: { params, query: z.object({ workspace: Id.optional() }) },
      responses: { 200: zip },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const { projectId, at } = await findExport(deps, c.var.actor, id);
      const project = await getProject(deps, c.var.actor, projectId);
      const name = `${project.name.replace(/[/\\:]/g, "-")}-${at.toISOString().slice(0, 10)}.zip`;
      c.env.server?.timeout(c.req.raw, 0);
      return new Response(zipAt(deps, c.var.actor, projectId, id), {
        headers: { "Content-Type": "application/zip", "Content-Disposition": contentDisposition(name) },
      }) as never;
    },
  );
