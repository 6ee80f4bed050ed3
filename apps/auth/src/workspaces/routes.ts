import { CreateWorkspace, Id, PageQuery, page, UpdateWorkspace, Workspace } from "@slate/schema/api";
import { createRouter, defineRoute, empty, etag, json, jsonBody, problems, requireIfMatch, scopeOf } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { IfMatch } from "../if-match.ts";
import { deleteWorkspace, updateWorkspace } from "./change.ts";
import { createWorkspace } from "./create.ts";
import { getWorkspace, listWorkspaces } from "./list.ts";

const tags = ["Workspaces"];
const Workspaces = page(Workspace);
const params = z.object({ workspaceId: Id });

export const workspaceRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/workspaces",
        operationId: "createWorkspace",
        tags,
        summary: "Make a workspace and own it",
        access: "person",
        idempotent: true,
        errors: [errors.slugTaken, errors.workspaceLimit],
        request: jsonBody(CreateWorkspace, { name: "Skerry", slug: "skerry" }),
        responses: { 201: json(Workspace, "The new workspace") },
      }),
      async (c) => {
        const { caller } = c.var;
        const workspace = Workspace.parse(await createWorkspace(deps, scopeOf(c, caller), caller.userId, c.req.valid("json")));
        c.header("ETag", etag(workspace.version));
        return c.json(workspace, 201);
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/workspaces",
        operationId: "listWorkspaces",
        tags,
        summary: "Workspaces I am a member of, oldest first",
        access: "any-caller",
        request: { query: PageQuery },
        responses: { 200: json(Workspaces, "A page of workspaces") },
      }),
      async (c) => {
        const { caller } = c.var;
        return c.json(Workspaces.parse(await listWorkspaces(deps, scopeOf(c, caller), caller, c.req.valid("query"))), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/workspaces/{workspaceId}",
        operationId: "getWorkspace",
        tags,
        summary: "A workspace",
        access: "workspace.read",
        request: { params },
        responses: { 200: json(Workspace, "The workspace; its ETag is what If-Match takes") },
      }),
      async (c) => {
        const workspace = Workspace.parse(await getWorkspace(deps, c.var.actor));
        c.header("ETag", etag(workspace.version));
        return c.json(workspace, 200);
      },
    )
    .openapi(
      defineRoute({
        method: "patch",
        path: "/api/workspaces/{workspaceId}",
        operationId: "updateWorkspace",
        tags,
        summary: "Rename a workspace",
        access: "workspace.manage",
        errors: [errors.slugTaken, problems.stale, problems.ifMatchRequired],
        request: { params, headers: IfMatch, ...jsonBody(UpdateWorkspace, { name: "Skerry Isle" }) },
        responses: { 200: json(Workspace, "The workspace as it is now") },
      }),
      async (c) => {
        const workspace = Workspace.parse(await updateWorkspace(deps, c.var.actor, requireIfMatch(c), c.req.valid("json")));
        c.header("ETag", etag(workspace.version));
        return c.json(workspace, 200);
      },
    )
    .openapi(
      defineRoute({
        method: "delete",
        path: "/api/workspaces/{workspaceId}",
        operationId: "deleteWorkspace",
        tags,
        summary: "Delete a workspace with everything in it",
        access: "workspace.delete",
        errors: [problems.stale, problems.ifMatchRequired],
        request: { params, headers: IfMatch },
        responses: { 204: empty("Deleted; nobody reaches it any more") },
      }),
      async (c) => {
        await deleteWorkspace(deps, c.var.actor, requireIfMatch(c));
        return c.body(null, 204);
      },
    );
