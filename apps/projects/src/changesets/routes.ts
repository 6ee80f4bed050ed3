import { Changeset, CreateChangeset, FileDiff, Id, PageQuery, page, RevertChangeset, RevertPreview, Version } from "@slate/schema/api";
import { createRouter, defineRoute, json, jsonBody } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { createChangeset } from "./create.ts";
import { diffChangeset, getChangeset, listChanges, listChangesets } from "./list.ts";
import { previewRevert, revertChangeset } from "./revert.ts";

const tags = ["Changesets"];
const params = z.object({ id: Id });
const writing = [
  errors.projectNotFound,
  errors.archived,
  errors.fileNotFound,
  errors.locked,
  errors.pathTaken,
  errors.quota,
  errors.conflict,
  errors.noChange,
];

export const changesetRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/changesets",
        operationId: "createChangeset",
        tags,
        summary: "Change several files at once",
        description: "All steps take effect together or none does. Steps see what earlier steps did.",
        access: "file.write",
        idempotent: true,
        errors: [...writing, errors.batch, errors.notDeleted],
        request: jsonBody(CreateChangeset),
        responses: { 201: json(Changeset, "The new changeset") },
      }),
      async (c) => {
        const { changeset } = await createChangeset(deps, c.var.actor, c.req.valid("json"));
        return c.json(changeset, 201, { Location: `/api/changesets/${changeset.id}` });
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/changesets",
        operationId: "listChangesets",
        tags,
        summary: "List a project's changesets, newest first",
        access: "file.read",
        errors: [errors.projectNotFound],
        request: { query: PageQuery.extend({ projectId: Id }) },
        responses: { 200: json(page(Changeset), "A page of changesets") },
      }),
      async (c) => c.json(await listChangesets(deps, c.var.actor, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/changesets/{id}",
        operationId: "getChangeset",
        tags,
        summary: "Get a changeset",
        access: "file.read",
        errors: [errors.changesetNotFound],
        request: { params },
        responses: { 200: json(Changeset, "The changeset") },
      }),
      async (c) => c.json(await getChangeset(deps, c.var.actor, c.req.valid("param").id), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/changesets/{id}/changes",
        operationId: "listChanges",
        tags,
        summary: "List what a changeset did to each file",
        access: "file.read",
        errors: [errors.changesetNotFound],
        request: { params, query: PageQuery },
        responses: { 200: json(page(Version), "A page of versions") },
      }),
      async (c) => c.json(await listChanges(deps, c.var.actor, c.req.valid("param").id, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/changesets/{id}/diff",
        operationId: "diffChangeset",
        tags,
        summary: "See a changeset as diffs, at most 20 files a page",
        access: "file.read",
        errors: [errors.changesetNotFound],
        request: { params, query: PageQuery },
        responses: { 200: json(page(FileDiff), "A page of diffs") },
      }),
      async (c) => c.json(await diffChangeset(deps, c.var.actor, c.req.valid("param").id, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/changesets/{id}/revert",
        operationId: "previewRevert",
        tags,
        summary: "See what reverting a changeset would do, and what stands in its way",
        access: "file.read",
        errors: [errors.changesetNotFound],
        request: { params, query: PageQuery },
        responses: { 200: json(RevertPreview, "Diffs from now to then, and conflicts") },
      }),
      async (c) => c.json(await previewRevert(deps, c.var.actor, c.req.valid("param").id, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/changesets/{id}/revert",
        operationId: "revertChangeset",
        tags,
        summary: "Undo a changeset by a new one",
        access: "file.write",
        idempotent: true,
        errors: [...writing, errors.changesetNotFound],
        request: { params, ...jsonBody(RevertChangeset) },
        responses: { 201: json(Changeset, "The changeset that undoes it") },
      }),
      async (c) => {
        const { changeset } = await revertChangeset(deps, c.var.actor, c.req.valid("param").id, c.req.valid("json").message);
        return c.json(changeset, 201, { Location: `/api/changesets/${changeset.id}` });
      },
    );
