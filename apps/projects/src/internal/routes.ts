import { AdoptContents, Changeset, CreateChangeset, File, Id, text } from "@slate/schema/api";
import { createRouter, defineRoute, json, jsonBody, requireIfMatch } from "@slate/service";
import { z } from "zod";
import { adoptContents } from "../changesets/adopt.ts";
import { createChangeset } from "../changesets/create.ts";
import type { Deps } from "../deps.ts";
import { answerWritten, bodyOf } from "../files/answer.ts";
import { editFile } from "../files/write.ts";

const tags = ["Services"];
const bytes = z.string().meta({ format: "binary" });

/** Writes for other services, in the name of whom they ask for: the same verbs as the public routes. */
export const internalRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "post",
        path: "/internal/changesets",
        operationId: "createChangesetFor",
        tags,
        summary: "Change several files at once",
        access: "file.write",
        idempotent: true,
        request: jsonBody(CreateChangeset),
        responses: { 201: json(Changeset, "The new changeset") },
      }),
      async (c) => {
        const { changeset } = await createChangeset(deps, c.var.actor, c.req.valid("json"));
        return c.json(changeset, 201);
      },
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/internal/changesets/adopt",
        operationId: "adoptContents",
        tags,
        summary: "Make files of contents that the project's registry has already",
        access: "file.write",
        idempotent: true,
        request: jsonBody(AdoptContents),
        responses: { 201: json(Changeset, "The new changeset") },
      }),
      async (c) => {
        const { changeset } = await adoptContents(deps, c.var.actor, c.req.valid("json"));
        return c.json(changeset, 201);
      },
    )
    .openapi(
      defineRoute({
        method: "put",
        path: "/internal/files/{id}/content",
        operationId: "writeFileFor",
        tags,
        summary: "Replace a file's content",
        access: "file.write",
        request: {
          params: z.object({ id: Id }),
          query: z.object({ message: text(2000).default("") }),
          body: { required: true as const, content: { "application/octet-stream": { schema: bytes } } },
        },
        responses: { 200: json(File, "The changed file; its `ETag` is the new version") },
      }),
      async (c) => {
        const { message } = c.req.valid("query");
        const written = await editFile(deps, c.var.actor, c.req.valid("param").id, requireIfMatch(c), bodyOf(c), message);
        return c.json(answerWritten(c, written), 200);
      },
    );
