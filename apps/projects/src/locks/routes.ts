import { Id, Lock, PageQuery, page, TakeLock } from "@slate/schema/api";
import { createRouter, defineRoute, empty, json, jsonBody } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { listLocks } from "./list.ts";
import { releaseLock } from "./release.ts";
import { takeLock } from "./take.ts";

const tags = ["Locks"];

export const lockRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/locks",
        operationId: "takeLock",
        tags,
        summary: "Lock a file: only you may write it",
        description: "Taking a lock that you hold answers that lock.",
        access: "file.write",
        idempotent: true,
        errors: [errors.fileNotFound, errors.projectNotFound, errors.archived, errors.locked],
        request: jsonBody(TakeLock),
        responses: { 201: json(Lock, "Your lock") },
      }),
      async (c) => c.json(await takeLock(deps, c.var.actor, c.req.valid("json")), 201),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/locks",
        operationId: "listLocks",
        tags,
        summary: "List the locks held in a project, newest first",
        access: "file.read",
        errors: [errors.projectNotFound],
        request: { query: PageQuery.extend({ projectId: Id }) },
        responses: { 200: json(page(Lock), "A page of locks") },
      }),
      async (c) => c.json(await listLocks(deps, c.var.actor, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "delete",
        path: "/api/locks/{fileId}",
        operationId: "releaseLock",
        tags,
        summary: "Release your lock, or break somebody else's",
        description: "`break=true` needs the permission lock.break and is audited.",
        access: "file.write",
        errors: [errors.lockNotFound, errors.locked],
        request: {
          params: z.object({ fileId: Id }),
          query: z.object({ break: z.enum(["true", "false"]).default("false").meta({ description: "Take it from whoever holds it" }) }),
        },
        responses: { 204: empty("The file is free") },
      }),
      async (c) => {
        await releaseLock(deps, c.var.actor, c.req.valid("param").fileId, c.req.valid("query").break === "true");
        return c.body(null, 204);
      },
    );
