import {
  AppendLogs,
  CloseRuntimeSession,
  Id,
  ListRuntimeSessions,
  OpenRuntimeSession,
  page,
  RuntimeLogs,
  RuntimeSession,
} from "@slate/schema/api";
import { createRouter, defineRoute, json, jsonBody } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { appendLogs } from "./append-logs.ts";
import { closeSession } from "./close.ts";
import { getSession, listSessions, readLogs } from "./find.ts";
import { openSession } from "./open.ts";

const tags = ["Runtime sessions"];
const params = z.object({ id: Id });

export const runtimeRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/runtime/sessions",
        operationId: "openRuntimeSession",
        tags,
        summary: "Begin a run of the project's game or app",
        access: "runtime.write",
        idempotent: true,
        errors: [errors.projectNotFound],
        request: jsonBody(OpenRuntimeSession),
        responses: { 201: json(RuntimeSession, "The running session") },
      }),
      async (c) => {
        const session = await openSession(deps, c.var.actor, c.req.valid("json"));
        return c.json(session, 201, { Location: `/api/runtime/sessions/${session.id}` });
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/runtime/sessions",
        operationId: "listRuntimeSessions",
        tags,
        summary: "List a project's runs, newest first",
        access: "runtime.read",
        errors: [errors.projectNotFound],
        request: { query: ListRuntimeSessions },
        responses: { 200: json(page(RuntimeSession), "A page of sessions") },
      }),
      async (c) => c.json(await listSessions(deps, c.var.actor, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/runtime/sessions/{id}",
        operationId: "getRuntimeSession",
        tags,
        summary: "Get a run",
        access: "runtime.read",
        errors: [errors.sessionNotFound],
        request: { params },
        responses: { 200: json(RuntimeSession, "The session") },
      }),
      async (c) => c.json(await getSession(deps, c.var.actor, c.req.valid("param").id), 200),
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/runtime/sessions/{id}/logs",
        operationId: "appendRuntimeLogs",
        tags,
        summary: "Append lines to a run's log; the newest are kept",
        access: "runtime.write",
        idempotent: true,
        errors: [errors.sessionNotFound, errors.sessionEnded],
        request: { params, ...jsonBody(AppendLogs) },
        responses: { 200: json(RuntimeSession, "The session; `logCount` counts all lines that came") },
      }),
      async (c) => c.json(await appendLogs(deps, c.var.actor, c.req.valid("param").id, c.req.valid("json").lines), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/runtime/sessions/{id}/logs",
        operationId: "readRuntimeLogs",
        tags,
        summary: "Read the lines of a run that are kept, oldest first",
        access: "runtime.read",
        errors: [errors.sessionNotFound],
        request: { params },
        responses: { 200: json(RuntimeLogs, "The lines, and how many came in all") },
      }),
      async (c) => c.json(await readLogs(deps, c.var.actor, c.req.valid("param").id), 200),
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/runtime/sessions/{id}/close",
        operationId: "closeRuntimeSession",
        tags,
        summary: "End a run",
        access: "runtime.write",
        errors: [errors.sessionNotFound, errors.sessionEnded],
        request: { params, ...jsonBody(CloseRuntimeSession) },
        responses: { 200: json(RuntimeSession, "The ended session") },
      }),
      async (c) => c.json(await closeSession(deps, c.var.actor, c.req.valid("param").id, c.req.valid("json").status), 200),
    );
