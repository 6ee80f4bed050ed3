import { Collection, CreateCollection, Id, PageQuery, page, UpdateCollection } from "@slate/schema/api";
import { createRouter, defineRoute, empty, etag, json, jsonBody, problems, read, requireIfMatch } from "@slate/service";
import { z } from "zod";
import { tagsOfWorkspace } from "../assets/tags.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { findCollection } from "./collection-row.ts";
import { listCollections } from "./list.ts";
import { createCollection, deleteCollection, updateCollection } from "./write.ts";

const tags = ["Collections"];
const params = z.object({ id: Id });
const conditional = [problems.ifMatchRequired, problems.stale];

export const collectionRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/collections",
        operationId: "listCollections",
        tags,
        summary: "List a project's collections by name",
        access: "asset.read",
        errors: [errors.projectNotFound],
        request: { query: PageQuery.extend({ projectId: Id }) },
        responses: { 200: json(page(Collection), "A page of collections") },
      }),
      async (c) => c.json(await listCollections(deps, c.var.actor, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/assets/collections",
        operationId: "createCollection",
        tags,
        summary: "Create a collection",
        description: "Assets come into it and out of it by `POST /api/assets/bulk`.",
        access: "asset.write",
        idempotent: true,
        errors: [errors.projectNotFound, errors.collectionNameTaken],
        request: jsonBody(CreateCollection, {
          projectId: "0192f0c1-2b3a-7c4d-8e5f-60718293a4b5",
          name: "Lighthouse",
          description: "All that the first scene shows",
        }),
        responses: { 201: json(Collection, "The new collection") },
      }),
      async (c) => {
        const made = await createCollection(deps, c.var.actor, c.req.valid("json"));
        return c.json(made, 201, { ETag: etag(made.version), Location: `/api/assets/collections/${made.id}` });
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/collections/{id}",
        operationId: "getCollection",
        tags,
        summary: "Get a collection",
        description: "Its assets are listed by `GET /api/assets?collection=`.",
        access: "asset.read",
        errors: [errors.collectionNotFound],
        request: { params },
        responses: { 200: json(Collection, "The collection") },
      }),
      async (c) => {
        const { actor } = c.var;
        const found = await read(deps, actor, { tags: tagsOfWorkspace(actor.workspaceId) }, (q) =>
          findCollection(q, c.req.valid("param").id),
        );
        return c.json(found, 200, { ETag: etag(found.version) });
      },
    )
    .openapi(
      defineRoute({
        method: "patch",
        path: "/api/assets/collections/{id}",
        operationId: "updateCollection",
        tags,
        summary: "Rename or describe a collection",
        access: "asset.write",
        errors: [errors.collectionNotFound, errors.collectionNameTaken, ...conditional],
        request: { params, ...jsonBody(UpdateCollection, { name: "Lighthouse, night" }) },
        responses: { 200: json(Collection, "The changed collection") },
      }),
      async (c) => {
        const changed = await updateCollection(deps, c.var.actor, c.req.valid("param").id, requireIfMatch(c), c.req.valid("json"));
        return c.json(changed, 200, { ETag: etag(changed.version) });
      },
    )
    .openapi(
      defineRoute({
        method: "delete",
        path: "/api/assets/collections/{id}",
        operationId: "deleteCollection",
        tags,
        summary: "Delete a collection; its assets stay",
        access: "asset.write",
        errors: [errors.collectionNotFound, ...conditional],
        request: { params },
        responses: { 204: empty("Deleted") },
      }),
      async (c) => {
        await deleteCollection(deps, c.var.actor, c.req.valid("param").id, requireIfMatch(c));
        return c.body(null, 204);
      },
    );
