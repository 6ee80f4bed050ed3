import { Id, PageQuery, page, RegistryPush } from "@slate/schema/api";
import { createRouter, defineRoute, json } from "@slate/service";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { listPushes } from "./inbox/list.ts";

const tags = ["Registry"];

/** What people see of the registry beside the registry itself. */
export const registryRoutes = (deps: Deps) =>
  createRouter().openapi(
    defineRoute({
      method: "get",
      path: "/api/assets/registry/pushes",
      operationId: "listRegistryPushes",
      tags,
      summary: "List what was pushed to a project's inbox",
      access: "asset.read",
      errors: [errors.projectNotFound],
      request: { query: PageQuery.extend({ projectId: Id }) },
      responses: { 200: json(page(RegistryPush), "A page of pushes, newest first, each with what became of it") },
    }),
    async (c) => c.json(await listPushes(deps, c.var.actor, c.req.valid("query")), 200),
  );
