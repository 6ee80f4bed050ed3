import { Id, PageQuery, page, RegistryPush, RegistryRun, RegistryUsage, StartRegistryRun } from "@slate/schema/api";
import { createRouter, defineRoute, json, jsonBody, scopeOf } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { listPushes } from "./inbox/list.ts";
import { cancelRun } from "./runs/cancel.ts";
import { listRuns } from "./runs/list.ts";
import { startRun } from "./runs/start.ts";
import { findUsage } from "./usage.ts";

const tags = ["Registry"];

/** What people see of the registry beside the registry itself. */
export const registryRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/registry/usage",
        operationId: "getRegistryUsage",
        tags,
        summary: "What a project has in the registry, and how much it may have",
        access: "asset.read",
        errors: [errors.projectNotFound],
        request: { query: z.object({ projectId: Id }) },
        responses: { 200: json(RegistryUsage, "Blobs and bytes by kind") },
      }),
      async (c) => c.json(await findUsage(deps, c.var.actor, c.req.valid("query").projectId), 200),
    )
    .openapi(
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
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/registry/runs",
        operationId: "listRegistryRuns",
        tags,
        summary: "List garbage collections, scrubs and clean-ups of the whole registry",
        access: "admin",
        request: { query: PageQuery },
        responses: { 200: json(page(RegistryRun), "A page of runs, newest first, with progress and report") },
      }),
      async (c) => c.json(await listRuns(deps, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/assets/registry/runs",
        operationId: "startRegistryRun",
        tags,
        summary: "Ask for a garbage collection, a scrub or a clean-up",
        description:
          "The service does scrubs and clean-ups at once; a collection that no job of infra/registry takes within an hour has failed.",
        access: "admin",
        idempotent: true,
        errors: [errors.runUnderWay],
        request: jsonBody(StartRegistryRun, { kind: "scrub", dryRun: true }),
        responses: { 201: json(RegistryRun, "The run, waiting") },
      }),
      async (c) => c.json(await startRun(deps, scopeOf(c, c.var.caller), c.req.valid("json")), 201),
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/assets/registry/runs/{id}/cancel",
        operationId: "cancelRegistryRun",
        tags,
        summary: "Take back a run that nobody has begun",
        access: "admin",
        errors: [errors.runNotFound, errors.runBegun],
        request: { params: z.object({ id: Id }) },
        responses: { 200: json(RegistryRun, "The run, ended") },
      }),
      async (c) => c.json(await cancelRun(deps, scopeOf(c, c.var.caller), c.req.valid("param").id), 200),
    );
