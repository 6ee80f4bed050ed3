import {
  CopyFile,
  CreateFile,
  DiffQuery,
  File,
  FileDiff,
  FilePath,
  Id,
  ListFiles,
  MoveFile,
  PageQuery,
  page,
  TreeEntry,
  TreeQuery,
  text,
  Version,
} from "@slate/schema/api";
import {
  type AppContext,
  contentDisposition,
  createRouter,
  defineRoute,
  etag,
  json,
  jsonBody,
  notModified,
  problems,
  read,
  readPrimary,
  requireIfMatch,
} from "@slate/service";
import { z } from "zod";
import { diffVersions } from "../changesets/diff-file.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { projectsTag, projectTag } from "../projects/tags.ts";
import { answerWritten, bodyOf } from "./answer.ts";
import { findContent, openContent } from "./content.ts";
import { createFile } from "./create.ts";
import { findFile } from "./file-row.ts";
import { listVersions } from "./history.ts";
import { listFiles } from "./list.ts";
import { listTree } from "./tree.ts";
import { deleteFile, editFile, moveFile, putFile, restoreFile } from "./write.ts";

const tags = ["Files"];
const params = z.object({ id: Id });
const versionParams = params.extend({ version: z.coerce.number().int().min(1).max(2_147_483_647) });
const Message = text(2000).default("").meta({ description: "Why; kept with the changeset" });
const bytes = z.string().meta({ format: "binary" });
const rawBody = { body: { required: true as const, content: { "application/octet-stream": { schema: bytes } } } };
const rawResponse = { description: "The bytes", content: { "application/octet-stream": { schema: bytes } } };
const conditional = [problems.ifMatchRequired, problems.stale];
const writing = [errors.projectNotFound, errors.archived, errors.fileNotFound, errors.locked, errors.pathTaken, errors.quota];
const uploading = [...writing, errors.fileTooLarge];

async function sendContent(deps: Deps, c: AppContext, id: string, version?: number) {
  const place = await findContent(deps, c.var.actor, id, version);
  const tag = etag(place.version);
  const headers = {
    ETag: tag,
    "Accept-Ranges": "bytes",
    // One version never changes, but who may read it can: caches ask again.
    "Cache-Control": "private, no-cache",
    "Content-Type": place.text !== null || place.type.startsWith("text/") ? `${place.type}; charset=utf-8` : place.type,
    "Content-Disposition": contentDisposition(place.path),
  };
  if (notModified(c, tag)) return c.body(null, 304, headers);
  const ifRange = c.req.header("if-range");
  const slice = await openContent(deps, place, ifRange === undefined || ifRange === tag ? c.req.header("range") : undefined);
  const length = { "Content-Length": String(Math.max(0, slice.end - slice.start + 1)) };
  if (!slice.partial) return new Response(slice.body, { status: 200, headers: { ...headers, ...length } });
  return new Response(slice.body, {
    status: 206,
    headers: { ...headers, ...length, "Content-Range": `bytes ${slice.start}-${slice.end}/${place.size}` },
  });
}

export const fileRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/projects/{id}/tree",
        operationId: "listTree",
        tags,
        summary: "List one folder",
        access: "file.read",
        reads: ({ id }) => [projectTag(id)],
        errors: [errors.projectNotFound],
        request: { params, query: TreeQuery },
        responses: { 200: json(page(TreeEntry), "Folders first, then files") },
      }),
      async (c) => c.json(await listTree(deps, c.var.actor, c.req.valid("param").id, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/files",
        operationId: "listFiles",
        tags,
        summary: "List all files of a project, flat",
        access: "file.read",
        errors: [errors.projectNotFound],
        request: { query: ListFiles },
        responses: { 200: json(page(File), "A page of files in path order") },
      }),
      async (c) => c.json(await listFiles(deps, c.var.actor, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/files",
        operationId: "createFile",
        tags,
        summary: "Create a text file",
        access: "file.write",
        idempotent: true,
        errors: writing,
        request: jsonBody(CreateFile),
        responses: { 201: json(File, "The new file") },
      }),
      async (c) => {
        const { projectId, path, content, message } = c.req.valid("json");
        const step = { op: "create" as const, path, content, encoding: "utf8" as const };
        return c.json(answerWritten(c, await createFile(deps, c.var.actor, projectId, message, step)), 201);
      },
    )
    .openapi(
      defineRoute({
        method: "put",
        path: "/api/files/by-path",
        operationId: "putFile",
        tags,
        summary: "Create or replace a file by its path, any content",
        description: "`If-None-Match: *` creates; `If-Match` replaces.",
        access: "file.write",
        errors: [...uploading, ...conditional, errors.exists],
        request: { query: z.object({ projectId: Id, path: FilePath, message: Message }), ...rawBody },
        responses: { 200: json(File, "The replaced file"), 201: json(File, "The new file") },
      }),
      async (c) => {
        const creates = c.req.header("if-none-match") === "*";
        const written = await putFile(deps, c.var.actor, c.req.valid("query"), creates ? "absent" : requireIfMatch(c), bodyOf(c));
        return creates ? c.json(answerWritten(c, written), 201) : c.json(answerWritten(c, written), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/files/{id}",
        operationId: "getFile",
        tags,
        summary: "Get a file without its content, also when deleted",
        access: "file.read",
        errors: [errors.fileNotFound],
        request: { params },
        responses: { 200: json(File, "The file") },
      }),
      async (c) => {
        const { actor } = c.var;
        const file = await read(deps, actor, { tags: [projectsTag(actor.workspaceId)] }, (q) =>
          findFile(q, actor, c.req.valid("param").id),
        );
        return c.json(file, 200, { ETag: etag(file.version) });
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/files/{id}/content",
        operationId: "readFile",
        tags,
        summary: "Read a file's content; `Range`, `If-Range` and `If-None-Match` are honoured",
        access: "file.read",
        errors: [errors.fileNotFound, errors.range],
        request: { params, query: z.object({ workspace: Id.optional() }) },
        responses: { 200: rawResponse, 206: rawResponse, 304: { description: "Not changed" } },
      }),
      async (c) => (await sendContent(deps, c, c.req.valid("param").id)) as never,
    )
    .openapi(
      defineRoute({
        method: "put",
        path: "/api/files/{id}/content",
        operationId: "writeFile",
        tags,
        summary: "Replace a file's content",
        access: "file.write",
        errors: [...uploading, ...conditional],
        request: { params, query: z.object({ message: Message }), ...rawBody },
        responses: { 200: json(File, "The changed file; its `ETag` is the new version") },
      }),
      async (c) => {
        const written = await editFile(
          deps,
          c.var.actor,
          c.req.valid("param").id,
          requireIfMatch(c),
          bodyOf(c),
          c.req.valid("query").message,
        );
        return c.json(answerWritten(c, written), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "patch",
        path: "/api/files/{id}",
        operationId: "moveFile",
        tags,
        summary: "Move or rename a file",
        access: "file.write",
        errors: [...writing, ...conditional],
        request: { params, ...jsonBody(MoveFile) },
        responses: { 200: json(File, "The moved file") },
      }),
      async (c) => {
        const { path, message } = c.req.valid("json");
        return c.json(answerWritten(c, await moveFile(deps, c.var.actor, c.req.valid("param").id, requireIfMatch(c), path, message)), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/files/{id}/copy",
        operationId: "copyFile",
        tags,
        summary: "Copy a file within its project",
        access: "file.write",
        idempotent: true,
        errors: writing,
        request: { params, ...jsonBody(CopyFile) },
        responses: { 201: json(File, "The copy") },
      }),
      async (c) => {
        const { actor } = c.var;
        const { path, message } = c.req.valid("json");
        const source = await readPrimary(deps, actor, (q) => findFile(q, actor, c.req.valid("param").id));
        const step = { op: "copy" as const, fileId: source.id, to: path };
        return c.json(answerWritten(c, await createFile(deps, actor, source.projectId, message, step)), 201);
      },
    )
    .openapi(
      defineRoute({
        method: "delete",
        path: "/api/files/{id}",
        operationId: "deleteFile",
        tags,
        summary: "Delete a file; it can be restored",
        access: "file.write",
        errors: [...writing, ...conditional],
        request: { params, query: z.object({ message: Message }) },
        responses: { 200: json(File, "The deleted file") },
      }),
      async (c) => {
        const written = await deleteFile(deps, c.var.actor, c.req.valid("param").id, requireIfMatch(c), c.req.valid("query").message);
        return c.json(answerWritten(c, written), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/files/{id}/restore",
        operationId: "restoreFile",
        tags,
        summary: "Bring a deleted file back",
        access: "file.write",
        errors: [...writing, errors.notDeleted],
        request: { params, query: z.object({ message: Message }) },
        responses: { 200: json(File, "The restored file") },
      }),
      async (c) =>
        c.json(answerWritten(c, await restoreFile(deps, c.var.actor, c.req.valid("param").id, c.req.valid("query").message)), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/files/{id}/versions",
        operationId: "listVersions",
        tags,
        summary: "List a file's versions, newest first",
        access: "file.read",
        errors: [errors.fileNotFound],
        request: { params, query: PageQuery },
        responses: { 200: json(page(Version), "A page of versions") },
      }),
      async (c) => c.json(await listVersions(deps, c.var.actor, c.req.valid("param").id, c.req.valid("query")), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/files/{id}/versions/{version}/content",
        operationId: "readVersion",
        tags,
        summary: "Read the content of one version",
        access: "file.read",
        errors: [errors.fileNotFound, errors.versionNotFound, errors.range],
        request: { params: versionParams, query: z.object({ workspace: Id.optional() }) },
        responses: { 200: rawResponse, 206: rawResponse, 304: { description: "Not changed" } },
      }),
      async (c) => {
        const { id, version } = c.req.valid("param");
        return (await sendContent(deps, c, id, version)) as never;
      },
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/files/{id}/diff",
        operationId: "diffVersions",
        tags,
        summary: "Compare two versions of a file",
        access: "file.read",
        errors: [errors.fileNotFound, errors.versionNotFound],
        request: { params, query: DiffQuery },
        responses: { 200: json(FileDiff, "Line by line; binary content says so") },
      }),
      async (c) => {
        const { from, to } = c.req.valid("query");
        return c.json(await diffVersions(deps, c.var.actor, c.req.valid("param").id, from, to), 200);
      },
    );
