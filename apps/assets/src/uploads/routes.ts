import { CompleteUpload, CreateUpload, Id, ListUploads, page, Upload } from "@slate/schema/api";
import { type AppContext, createRouter, defineRoute, json, jsonBody, problems, readPrimary } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { appendChunk } from "./append.ts";
import { cancelUpload } from "./cancel.ts";
import { readChunkHeaders } from "./chunk-headers.ts";
import { completeUpload } from "./complete.ts";
import { createUpload } from "./create.ts";
import { listUploads } from "./list.ts";
import { findUpload, toUpload } from "./upload-row.ts";

const tags = ["Uploads"];
const params = z.object({ id: Id });
const bytes = z.string().meta({ format: "binary" });
const target = [errors.projectNotFound, errors.archived, errors.fileNotFound, errors.exists, errors.locked, errors.quota, problems.stale];
const open = [errors.uploadNotFound, errors.uploadExpired, errors.uploadEnded];

/** Where the next chunk starts, for whoever only asks for headers. */
function answer(c: AppContext, upload: Upload): Upload {
  c.header("Upload-Offset", String(upload.receivedBytes));
  c.header("Upload-Length", String(upload.size));
  return upload;
}

export const uploadRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/assets/uploads",
        operationId: "createUpload",
        tags,
        summary: "Begin the upload of a large file; send its chunks next",
        description:
          "Reserves room in the project. Rights, the file's version, its lock and the quota are checked here and again at the end.",
        access: "asset.write",
        idempotent: true,
        errors: [...target, errors.fileTooLarge, errors.tooManyUploads],
        request: jsonBody(CreateUpload),
        responses: { 201: json(Upload, "The upload, with nothing received yet") },
      }),
      async (c) => {
        const created = await createUpload(deps, c.var.actor, c.req.valid("json"));
        return c.json(answer(c, created), 201, { Location: `/api/assets/uploads/${created.id}` });
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/uploads",
        operationId: "listUploads",
        tags,
        summary: "List your own uploads to a project, newest first",
        access: "asset.read",
        errors: [errors.projectNotFound],
        request: { query: ListUploads },
        responses: { 200: json(page(Upload), "A page of uploads") },
      }),
      async (c) => c.json(await listUploads(deps, c.var.actor, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/assets/uploads/{id}",
        operationId: "getUpload",
        tags,
        summary: "How far an upload is: `receivedBytes`, also as header `Upload-Offset` of a HEAD",
        access: "asset.read",
        errors: [errors.uploadNotFound],
        request: { params },
        responses: { 200: json(Upload, "The upload") },
      }),
      async (c) => {
        const row = await readPrimary(deps, c.var.actor, (q) => findUpload(q, c.req.valid("param").id));
        return c.json(answer(c, toUpload(deps.config, row)), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "patch",
        path: "/api/assets/uploads/{id}",
        operationId: "appendToUpload",
        tags,
        summary: "Send the next chunk",
        description:
          "`Upload-Offset` (or `Content-Range`) must be `receivedBytes`; `Content-Digest: sha-256=:…:` is checked when given. A chunk counts " +
          "once all of it is there, so after a dropped connection ask where to go on. Every chunk but the last has 256 KiB to `chunkBytes`.",
        access: "asset.write",
        errors: [...open, errors.uploadOffset, errors.chunkTooLarge, errors.chunkTooSmall, errors.digestMismatch],
        request: { params, body: { required: true as const, content: { "application/octet-stream": { schema: bytes } } } },
        responses: { 200: json(Upload, "The upload with the chunk") },
      }),
      async (c) => {
        const headers = readChunkHeaders(c.req.raw.headers);
        const body = c.req.raw.body ?? new Blob([]).stream();
        return c.json(answer(c, await appendChunk(deps, c.var.actor, c.req.valid("param").id, headers, body)), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/assets/uploads/{id}/complete",
        operationId: "completeUpload",
        tags,
        summary: "Check the hash of the whole and make it a file; may be repeated",
        access: "asset.write",
        errors: [...open, ...target, errors.uploadIncomplete, errors.uploadCompleting, errors.digestMismatch],
        request: { params, ...jsonBody(CompleteUpload) },
        responses: { 200: json(Upload, "The upload, done; `fileId` is the file") },
      }),
      async (c) => {
        c.env.server?.timeout(c.req.raw, 0); // nothing moves on the connection until the file is made
        return c.json(answer(c, await completeUpload(deps, c.var.actor, c.req.valid("param").id, c.req.valid("json"))), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "delete",
        path: "/api/assets/uploads/{id}",
        operationId: "cancelUpload",
        tags,
        summary: "Give an upload up",
        access: "asset.write",
        errors: [errors.uploadNotFound, errors.uploadCompleting, errors.uploadEnded],
        request: { params },
        responses: { 200: json(Upload, "The upload, cancelled") },
      }),
      async (c) => c.json(await cancelUpload(deps, c.var.actor, c.req.valid("param").id), 200),
    );
