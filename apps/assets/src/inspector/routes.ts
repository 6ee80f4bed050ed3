import {
  EditedProperties,
  EditProperties,
  FileVersionQuery,
  Hierarchy,
  Id,
  InspectedObject,
  LocalId,
  MergeAssets,
  MergedAssets,
  SemanticDiff,
  SemanticDiffQuery,
} from "@slate/schema/api";
import { type Actor, createRouter, defineRoute, etag, json, jsonBody, problems, read, requireIfMatch } from "@slate/service";
import { z } from "zod";
import { tagsOfWorkspace } from "../assets/tags.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { diffFile } from "./diff.ts";
import { editProperties } from "./edit.ts";
import { findVersion, requireFileOf } from "./find-file.ts";
import { type Ask, type LoadedScene, loadScene } from "./load-scene.ts";
import { mergeAssets } from "./merge.ts";
import { showHierarchy, showObject } from "./show.ts";

const tags = ["Inspector"];
const params = z.object({ id: Id });
const reading = [errors.assetNotFound, errors.noContent, errors.fileNotFound, errors.versionNotFound, errors.contentTooLarge];

/** Reads through the replica while it is fresh enough. */
export const askFor =
  (deps: Deps, actor: Actor): Ask =>
  (question) =>
    read(deps, actor, { tags: tagsOfWorkspace(actor.workspaceId) }, question);

async function loadAsset(deps: Deps, actor: Actor, assetId: string, version: number | undefined): Promise<LoadedScene> {
  const ask = askFor(deps, actor);
  const file = await ask(async (q) => findVersion(q, await requireFileOf(q, assetId), version));
  return loadScene(deps, ask, file);
}

export const inspectorRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/{id}/hierarchy",
        operationId: "getHierarchy",
        tags,
        summary: "Show the objects of a prefab, scene or other serialized file",
        description:
          "Prefabs in prefabs and variants are resolved, with their overrides, as they were at that version. The `ETag` is the file's version.",
        access: "asset.read",
        errors: reading,
        request: { params, query: FileVersionQuery },
        responses: { 200: json(Hierarchy, "The objects; none for a file that holds no objects as text") },
      }),
      async (c) => {
        const { id } = c.req.valid("param");
        const hierarchy = await deps.inspecting(async () =>
          showHierarchy(await loadAsset(deps, c.var.actor, id, c.req.valid("query").version)),
        );
        return c.json(hierarchy, 200, { ETag: etag(hierarchy.version) });
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/{id}/objects/{localId}",
        operationId: "inspectObject",
        tags,
        summary: "Show a GameObject with its components and their properties, or any other object",
        access: "asset.read",
        errors: [...reading, errors.objectNotFound],
        request: { params: params.extend({ localId: LocalId }), query: FileVersionQuery },
        responses: { 200: json(InspectedObject, "The object. Asked for a component, its GameObject") },
      }),
      async (c) => {
        const { id, localId } = c.req.valid("param");
        const object = await deps.inspecting(async () =>
          showObject(await loadAsset(deps, c.var.actor, id, c.req.valid("query").version), localId),
        );
        return c.json(object, 200, { ETag: etag(object.version) });
      },
    )
    .openapi(
      defineRoute({
        method: "patch",
        path: "/api/assets/{id}/properties",
        operationId: "editProperties",
        tags,
        summary: "Edit properties of an asset's objects",
        description:
          "Only the bytes of what changes differ; on what a prefab brought, an edit becomes an override. `If-Match` is the version of the file. Saved as one changeset, or not at all.",
        access: "asset.write",
        errors: [...reading, errors.editRefused, errors.archived, errors.locked, errors.quota, problems.ifMatchRequired, problems.stale],
        request: { params, ...jsonBody(EditProperties) },
        responses: { 200: json(EditedProperties, "The changed file; the `ETag` is its new version") },
      }),
      async (c) => {
        const { id } = c.req.valid("param");
        const edited = await deps.inspecting(() => editProperties(deps, c.var.actor, id, requireIfMatch(c), c.req.valid("json")));
        return c.json(edited, 200, { ETag: etag(edited.file.version) });
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/diff",
        operationId: "diffAssets",
        tags,
        summary: "Compare two versions of a prefab, scene or other serialized file by objects and properties",
        description: "Order, hints and overrides that say what the prefab says are counted in `hidden`.",
        access: "asset.read",
        errors: [errors.fileNotFound, errors.versionNotFound],
        request: { query: SemanticDiffQuery },
        responses: { 200: json(SemanticDiff, "What changed; `readable` says whether it could be compared so") },
      }),
      async (c) => {
        const { fileId, from, to } = c.req.valid("query");
        return c.json(await deps.inspecting(() => diffFile(deps, askFor(deps, c.var.actor), fileId, from, to)), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/assets/merge",
        operationId: "mergeAssets",
        tags,
        summary: "Merge two changes of a serialized file, and save the result if asked",
        description:
          "By object, property and override. Ask first without `save` and show the conflicts; then send the same with `resolutions` and `save`.",
        access: "asset.write",
        errors: [
          ...reading,
          errors.mergeConflicts,
          errors.mergeTooLarge,
          errors.editRefused,
          errors.archived,
          errors.locked,
          errors.quota,
          problems.stale,
        ],
        request: jsonBody(MergeAssets),
        responses: { 200: json(MergedAssets, "The merged file and its conflicts") },
      }),
      async (c) => c.json(await deps.inspecting(() => mergeAssets(deps, c.var.actor, c.req.valid("json"))), 200),
    );
