import { Id, PageQuery, page, SignInSession } from "@slate/schema/api";
import { createRouter, defineRoute, empty, json, scopeOf } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { endSession } from "./end.ts";
import { listSessions } from "./list.ts";

const tags = ["Account"];
const Sessions = page(SignInSession);

export const sessionRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/auth/sessions",
        operationId: "listSignInSessions",
        tags,
        summary: "Where I am signed in, newest first",
        access: "person",
        request: { query: PageQuery },
        responses: { 200: json(Sessions, "A page of sign-in sessions") },
      }),
      async (c) => {
        const { caller } = c.var;
        return c.json(Sessions.parse(await listSessions(deps, scopeOf(c, caller), caller, c.req.valid("query"))), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "delete",
        path: "/api/auth/sessions/{id}",
        operationId: "endSignInSession",
        tags,
        summary: "End one of my sign-in sessions",
        access: "person",
        errors: [errors.sessionNotFound],
        request: { params: z.object({ id: Id }) },
        responses: { 204: empty("Ended") },
      }),
      async (c) => {
        const { caller } = c.var;
        await endSession(deps, scopeOf(c, caller), caller, c.req.valid("param").id);
        return c.body(null, 204);
      },
    );
