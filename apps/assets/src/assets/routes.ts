import {
  Asset,
  AssetDetail,
  AssetFacets,
  AssetFilter,
  AssetVersion,
  BulkAssets,
  BulkResult,
  Component,
  Guid,
  Id,
  ListAssets,
  ListComponents,
  PageQuery,
  page,
  RebuildAssets,
  Reference,
  UpdateAsset,
} from "@slate/schema/api";
import { type AppContext, createRouter, defineRoute, empty, etag, json, jsonBody, problems, read, requireIfMatch } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { findAsset } from "./asset-row.ts";
import { collectMany, labelMany } from "./bulk.ts";
import { deleteMany, moveMany } from "./bulk-files.ts";
import { listComponents } from "./components.ts";
import { countFacets } from "./facets.ts";
import { labelAsset } from "./label.ts";
import { listAssets } from "./list.ts";
import { rebuildAssets } from "./rebuild.ts";
import { listReferences, listUses } from "./references.ts";
import { tagsOfProject, tagsOfWorkspace } from "./tags.ts";
import { listVersions } from "./versions.ts";

const tags = ["Assets"];
const params = z.object({ id: Id });
const project = "0192f0c1-2b3a-7c4d-8e5f-60718293a4b5";

/** Its ETag is for its labels: they change without its version. */
const answer = (c: AppContext, { asset, revision }: { asset: AssetDetail; revision: number }) => {
  c.header("ETag", etag(revision));
  return asset;
};

/** To be the last of the service: what stands beside `/api/assets/{id}` would be taken for an id. */
export const assetRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets",
        operationId: "listAssets",
        tags,
        summary: "List a project's assets",
        access: "asset.read",
        errors: [errors.projectNotFound],
        request: { query: ListAssets },
        responses: { 200: json(page(Asset), "A page of assets") },
      }),
      async (c) => c.json(await listAssets(deps, c.var.actor, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/facets",
        operationId: "countAssets",
        tags,
        summary: "Count the assets that pass a filter, by type, label, folder and Unity project",
        description: "Each facet counts what the other parts of the filter leave. `state` says whether assets wait for files that changed.",
        access: "asset.read",
        errors: [errors.projectNotFound],
        request: { query: AssetFilter },
        responses: { 200: json(AssetFacets, "Counts, the most frequent first, at most 100 values each") },
      }),
      async (c) => c.json(await countFacets(deps, c.var.actor, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/assets/bulk",
        operationId: "changeAssets",
        tags,
        summary: "Label, collect, move or delete many assets at once",
        description:
          "Moving and deleting are one changeset of the project's files, metas and what is in folders included. What something else depends on is only " +
          "deleted with the `confirmation` of `POST /api/assets/impact`.",
        access: "asset.write",
        idempotent: true,
        errors: [
          errors.projectNotFound,
          errors.assetNotFound,
          errors.collectionNotFound,
          errors.tooManyLabels,
          errors.tooManyFiles,
          errors.behind,
          errors.confirmationRequired,
          errors.archived,
          errors.pathTaken,
          errors.locked,
          errors.batch,
        ],
        request: jsonBody(BulkAssets, { projectId: project, ids: [project], action: { do: "label", add: ["night"], remove: ["draft"] } }),
        responses: { 200: json(BulkResult, "How many assets changed, and the changeset where files did") },
      }),
      async (c) => {
        const { action, ...chosen } = c.req.valid("json");
        const { actor } = c.var;
        if (action.do === "label") return c.json(await labelMany(deps, actor, chosen, action), 200);
        if (action.do === "collect" || action.do === "uncollect") return c.json(await collectMany(deps, actor, chosen, action), 200);
        return c.json(
          await (action.do === "delete" ? deleteMany(deps, actor, chosen, action) : moveMany(deps, actor, chosen, action)),
          200,
        );
      },
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/assets/rebuild",
        operationId: "rebuildAssets",
        tags,
        summary: "Have a project's assets made anew from its files",
        description:
          "In the background, within seconds. Assets keep their ids, labels, collections and versions; nothing is away meanwhile.",
        access: "registry.manage",
        errors: [errors.projectNotFound],
        request: jsonBody(RebuildAssets, { projectId: project }),
        responses: { 202: empty("It will be done") },
      }),
      async (c) => {
        await rebuildAssets(deps, c.var.actor, c.req.valid("json").projectId);
        return c.body(null, 202);
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/by-guid/{guid}",
        operationId: "getAssetByGuid",
        tags,
        summary: "Get the asset that has a guid in a project",
        access: "asset.read",
        errors: [errors.assetNotFound],
        request: { params: z.object({ guid: Guid }), query: z.object({ projectId: Id }) },
        responses: { 200: json(AssetDetail, "The asset") },
      }),
      async (c) => {
        const { actor } = c.var;
        const by = { guid: c.req.valid("param").guid, projectId: c.req.valid("query").projectId };
        return c.json(answer(c, await read(deps, actor, { tags: tagsOfProject(by.projectId) }, (q) => findAsset(q, by))), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/{id}",
        operationId: "getAsset",
        tags,
        summary: "Get an asset",
        description: "`ETag` is for its labels, which `PATCH` changes.",
        access: "asset.read",
        errors: [errors.assetNotFound],
        request: { params },
        responses: { 200: json(AssetDetail, "The asset") },
      }),
      async (c) => {
        const { actor } = c.var;
        const by = { id: c.req.valid("param").id };
        return c.json(answer(c, await read(deps, actor, { tags: tagsOfWorkspace(actor.workspaceId) }, (q) => findAsset(q, by))), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "patch",
        path: "/api/assets/{id}",
        operationId: "updateAsset",
        tags,
        summary: "Replace an asset's labels",
        access: "asset.write",
        errors: [errors.assetNotFound, problems.ifMatchRequired, problems.stale],
        request: { params, ...jsonBody(UpdateAsset, { labels: ["night", "tower"] }) },
        responses: { 200: json(AssetDetail, "The changed asset") },
      }),
      async (c) => {
        const { labels } = c.req.valid("json");
        return c.json(answer(c, await labelAsset(deps, c.var.actor, c.req.valid("param").id, requireIfMatch(c), labels)), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/{id}/components",
        operationId: "listComponents",
        tags,
        summary: "List the objects in an asset's file, in its order",
        access: "asset.read",
        errors: [errors.assetNotFound],
        request: { params, query: ListComponents },
        responses: { 200: json(page(Component), "A page of components; texts of more than 4 KiB in their properties are named by hash") },
      }),
      async (c) => c.json(await listComponents(deps, c.var.actor, c.req.valid("param").id, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/{id}/versions",
        operationId: "listAssetVersions",
        tags,
        summary: "List what an asset was, newest first",
        access: "asset.read",
        errors: [errors.assetNotFound],
        request: { params, query: PageQuery },
        responses: { 200: json(page(AssetVersion), "A page of versions") },
      }),
      async (c) => c.json(await listVersions(deps, c.var.actor, c.req.valid("param").id, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/{id}/references",
        operationId: "listReferences",
        tags,
        summary: "List what an asset names, in the order of its file",
        access: "asset.read",
        errors: [errors.assetNotFound],
        request: { params, query: PageQuery },
        responses: { 200: json(page(Reference), "A page of references; what is missing has its last known path") },
      }),
      async (c) => c.json(await listReferences(deps, c.var.actor, c.req.valid("param").id, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/{id}/uses",
        operationId: "listUses",
        tags,
        summary: "List where an asset is used: every place in other assets that names it",
        access: "asset.read",
        errors: [errors.assetNotFound],
        request: { params, query: PageQuery },
        responses: { 200: json(page(Reference), "A page of references") },
      }),
      async (c) => c.json(await listUses(deps, c.var.actor, c.req.valid("param").id, c.req.valid("query")), 200),
    );
