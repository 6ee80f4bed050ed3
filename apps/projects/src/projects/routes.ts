import { CreateProject, Id, ListProjects, Project, page, UpdateProject } from "@slate/schema/api";
import { createRouter, defineRoute, etag, json, jsonBody, problems, requireIfMatch } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { createProject } from "./create.ts";
import { getProject } from "./get.ts";
import { listProjects } from "./list.ts";
import { projectTag } from "./tags.ts";
import { deleteProject, restoreProject, updateProject } from "./update.ts";

const tags = ["Projects"];
const params = z.object({ id: Id });

export const projectRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/projects",
        operationId: "createProject",
        tags,
        summary: "Create a project",
        access: "project.write",
        idempotent: true,
        errors: [errors.nameTaken],
        request: jsonBody(CreateProject),
        responses: { 201: json(Project, "The new project") },
      }),
      async (c) => {
        const project = await createProject(deps, c.var.actor, c.req.valid("json"));
        return c.json(project, 201, { ETag: etag(project.version), Location: `/api/projects/${project.id}` });
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/projects",
        operationId: "listProjects",
        tags,
        summary: "List projects",
        access: "project.read",
        request: { query: ListProjects },
        responses: { 200: json(page(Project), "A page of projects") },
      }),
      async (c) => c.json(await listProjects(deps, c.var.actor, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/projects/{id}",
        operationId: "getProject",
        tags,
        summary: "Get a project",
        access: "project.read",
        reads: ({ id }) => [projectTag(id)],
        errors: [errors.projectNotFound],
        request: { params },
        responses: { 200: json(Project, "The project, also when deleted") },
      }),
      async (c) => {
        const project = await getProject(deps, c.var.actor, c.req.valid("param").id);
        return c.json(project, 200, { ETag: etag(project.version) });
      },
    )
    .openapi(
      defineRoute({
        method: "patch",
        path: "/api/projects/{id}",
        operationId: "updateProject",
        tags,
        summary: "Change name, description, metadata, or archive",
        access: "project.write",
        errors: [errors.projectNotFound, errors.nameTaken, problems.ifMatchRequired, problems.stale],
        request: { params, ...jsonBody(UpdateProject) },
        responses: { 200: json(Project, "The changed project") },
      }),
      async (c) => {
        const project = await updateProject(deps, c.var.actor, c.req.valid("param").id, requireIfMatch(c), c.req.valid("json"));
        return c.json(project, 200, { ETag: etag(project.version) });
      },
    )
    .openapi(
      defineRoute({
        method: "delete",
        path: "/api/projects/{id}",
        operationId: "deleteProject",
        tags,
        summary: "Delete a project; it can be restored",
        access: "project.delete",
        errors: [errors.projectNotFound, problems.ifMatchRequired, problems.stale],
        request: { params },
        responses: { 200: json(Project, "The deleted project") },
      }),
      async (c) => {
        const project = await deleteProject(deps, c.var.actor, c.req.valid("param").id, requireIfMatch(c));
        return c.json(project, 200, { ETag: etag(project.version) });
      },
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/projects/{id}/restore",
        operationId: "restoreProject",
        tags,
        summary: "Bring a deleted project back",
        access: "project.delete",
        errors: [errors.projectNotFound, errors.nameTaken],
        request: { params },
        responses: { 200: json(Project, "The restored project") },
      }),
      async (c) => {
        const project = await restoreProject(deps, c.var.actor, c.req.valid("param").id);
        return c.json(project, 200, { ETag: etag(project.version) });
      },
    );
