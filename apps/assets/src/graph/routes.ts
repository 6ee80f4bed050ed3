import {
  AssetGraph,
  Dependencies,
  DependencyQuery,
  GraphQuery,
  Id,
  Impact,
  ImpactQuery,
  ListProblems,
  Problem,
  ProjectHealth,
  page,
} from "@slate/schema/api";
import { createRouter, defineRoute, json, jsonBody } from "@slate/service";
import { z } from "zod";
import { waitUntilCaughtUp } from "../assets/catch-up.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { listDependencies } from "./dependencies.ts";
import { checkHealth } from "./health.ts";
import { impactOf, impactOfAsset } from "./impact.ts";
import { neighbourhoodOf } from "./neighbourhood.ts";
import { listProblems } from "./problems.ts";

const tags = ["Asset graph"];
const params = z.object({ id: Id });
const Act = z.object({ act: z.enum(["delete", "move"]).default("delete") });

export const graphRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/health",
        operationId: "getProjectHealth",
        tags,
        summary: "Count what is wrong in a project",
        access: "asset.read",
        errors: [errors.projectNotFound],
        request: { query: z.object({ projectId: Id }) },
        responses: { 200: json(ProjectHealth, "Problems by kind, and what the project weighs") },
      }),
      async (c) => c.json(await checkHealth(deps, c.var.actor, c.req.valid("query").projectId), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/problems",
        operationId: "listProblems",
        tags,
        summary: "List what is wrong in a project, of one kind",
        description:
          "Missing assets come most often named first, unused ones largest first, all others by path. Nothing of a package counts as missing, nothing that " +
          "goes by path (Resources, StreamingAssets, Addressables, asset bundles) or that the editor needs as unused.",
        access: "asset.read",
        errors: [errors.projectNotFound],
        request: { query: ListProblems },
        responses: { 200: json(page(Problem), "A page of problems") },
      }),
      async (c) => c.json(await listProblems(deps, c.var.actor, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/assets/impact",
        operationId: "askImpact",
        tags,
        summary: "What breaks when these assets are deleted or moved",
        description: "A folder stands for all that is in it. Nothing is changed by asking.",
        access: "asset.read",
        errors: [errors.projectNotFound, errors.assetNotFound, errors.behind],
        request: jsonBody(ImpactQuery),
        responses: { 200: json(Impact, "Who names them, directly and through others") },
      }),
      async (c) => {
        const query = c.req.valid("json");
        if (query.act === "delete") await waitUntilCaughtUp(deps, c.var.actor, query.projectId);
        return c.json(await impactOf(deps, c.var.actor, query), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/{id}/impact",
        operationId: "getImpact",
        tags,
        summary: "What breaks when this asset is deleted or moved",
        access: "asset.read",
        errors: [errors.assetNotFound],
        request: { params, query: Act },
        responses: { 200: json(Impact, "Who names it, directly and through others") },
      }),
      async (c) => c.json(await impactOfAsset(deps, c.var.actor, c.req.valid("param").id, c.req.valid("query").act), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/{id}/dependencies",
        operationId: "listDependencies",
        tags,
        summary: "List all that an asset needs, nearest first",
        access: "asset.read",
        errors: [errors.assetNotFound],
        request: { params, query: DependencyQuery },
        responses: { 200: json(Dependencies, "A page of assets, and the total of all pages") },
      }),
      async (c) => c.json(await listDependencies(deps, c.var.actor, c.req.valid("param").id, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/{id}/graph",
        operationId: "getAssetGraph",
        tags,
        summary: "What is around an asset, for drawing",
        access: "asset.read",
        errors: [errors.assetNotFound],
        request: { params, query: GraphQuery },
        responses: { 200: json(AssetGraph, "The nearest assets and who of them names whom") },
      }),
      async (c) => c.json(await neighbourhoodOf(deps, c.var.actor, c.req.valid("param").id, c.req.valid("query")), 200),
    );
