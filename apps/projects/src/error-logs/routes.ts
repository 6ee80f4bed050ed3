import { ErrorGroup, ErrorLog, Id, ListErrorGroups, ListErrors, page, ReportError } from "@slate/schema/api";
import { createRouter, defineRoute, json, jsonBody } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { getError, listErrors } from "./list.ts";
import { listErrorGroups } from "./list-groups.ts";
import { reportError } from "./report.ts";

const tags = ["Errors"];

export const errorLogRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/errors",
        operationId: "reportError",
        tags,
        summary: "Report an error of the project's game or app",
        access: "error.write",
        idempotent: true,
        errors: [errors.projectNotFound],
        request: jsonBody(ReportError),
        responses: { 201: json(ErrorLog, "The error; its `fingerprint` names its group") },
      }),
      async (c) => {
        const error = await reportError(deps, c.var.actor, c.req.valid("json"));
        return c.json(error, 201, { Location: `/api/errors/${error.id}` });
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/errors",
        operationId: "listErrors",
        tags,
        summary: "List a project's errors, newest first",
        access: "error.read",
        errors: [errors.projectNotFound],
        request: { query: ListErrors },
        responses: { 200: json(page(ErrorLog), "A page of errors") },
      }),
      async (c) => c.json(await listErrors(deps, c.var.actor, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/errors/groups",
        operationId: "listErrorGroups",
        tags,
        summary: "List a project's errors by fingerprint, last seen first",
        access: "error.read",
        errors: [errors.projectNotFound],
        request: { query: ListErrorGroups },
        responses: { 200: json(page(ErrorGroup), "A page of groups") },
      }),
      async (c) => c.json(await listErrorGroups(deps, c.var.actor, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/errors/{id}",
        operationId: "getError",
        tags,
        summary: "Get an error",
        access: "error.read",
        errors: [errors.errorNotFound],
        request: { params: z.object({ id: Id }) },
        responses: { 200: json(ErrorLog, "The error") },
      }),
      async (c) => c.json(await getError(deps, c.var.actor, c.req.valid("param").id), 200),
    );
