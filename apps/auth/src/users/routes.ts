import { Id, PageQuery, page, text, UpdateUser, User } from "@slate/schema/api";
import { createRouter, defineRoute, empty, json, jsonBody, scopeOf } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { getUser, listUsers } from "./list.ts";
import { endSessionsOf, updateUser } from "./update.ts";

const tags = ["Users"];
const Users = page(User);
const params = z.object({ id: Id });
const ListUsers = PageQuery.extend({ q: text(200, 1).optional().meta({ description: "Part of a name or an e-mail address" }) });

export const userRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/users",
        operationId: "listUsers",
        tags,
        summary: "Everybody with an account on this installation",
        access: "admin",
        request: { query: ListUsers },
        responses: { 200: json(Users, "A page of users") },
      }),
      async (c) => c.json(Users.parse(await listUsers(deps, scopeOf(c, c.var.caller), c.req.valid("query"))), 200),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/users/{id}",
        operationId: "getUser",
        tags,
        summary: "A user",
        access: "admin",
        errors: [errors.userNotFound],
        request: { params },
        responses: { 200: json(User, "The user") },
      }),
      async (c) => c.json(User.parse(await getUser(deps, scopeOf(c, c.var.caller), c.req.valid("param").id)), 200),
    )
    .openapi(
      defineRoute({
        method: "patch",
        path: "/api/users/{id}",
        operationId: "updateUser",
        tags,
        summary: "Change a user's installation roles, disable or enable them",
        description: "Ends the user's sign-in sessions when roles change or they are disabled.",
        access: "admin",
        errors: [errors.userNotFound, errors.lastAdmin],
        request: { params, ...jsonBody(UpdateUser, { disabled: true }) },
        responses: { 200: json(User, "The user as they are now") },
      }),
      async (c) => {
        const user = await updateUser(deps, scopeOf(c, c.var.caller), c.req.valid("param").id, c.req.valid("json"));
        return c.json(User.parse(user), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "delete",
        path: "/api/users/{id}/sessions",
        operationId: "endSessionsOfUser",
        tags,
        summary: "Sign a user out everywhere",
        access: "admin",
        errors: [errors.userNotFound],
        request: { params },
        responses: { 204: empty("Signed out") },
      }),
      async (c) => {
        await endSessionsOf(deps, scopeOf(c, c.var.caller), c.req.valid("param").id);
        return c.body(null, 204);
      },
    );
