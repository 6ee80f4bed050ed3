import { SearchQuery, SearchResult } from "@slate/schema/api";
import { createRouter, defineRoute, json } from "@slate/service";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { search } from "./search.ts";

export const searchRoutes = (deps: Deps) =>
  createRouter().openapi(
    defineRoute({
      method: "get",
      path: "/api/search",
      operationId: "search",
      tags: ["Search"],
      summary: "Find files by name and text",
      description: "All words must match; the last may be unfinished. What was saved is found within five seconds.",
      access: "search.read",
      errors: [errors.projectNotFound],
      request: { query: SearchQuery },
      responses: { 200: json(SearchResult, "Best matches first, with counts by type and first folder") },
    }),
    async (c) => c.json(await search(deps, c.var.actor, c.req.valid("query")), 200),
  );
