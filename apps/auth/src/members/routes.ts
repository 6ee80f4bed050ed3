import { Id, Member, PageQuery, page, UpdateMember } from "@slate/schema/api";
import { createRouter, defineRoute, empty, etag, json, jsonBody, problems } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { OptionalIfMatch, optionalIfMatch } from "../if-match.ts";
import { listMembers } from "./list.ts";
import { removeMember } from "./remove.ts";
import { updateMember } from "./update.ts";

const tags = ["Members"];
const Members = page(Member);
const params = z.object({ userId: Id });

export const memberRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/members",
        operationId: "listMembers",
        tags,
        summary: "Members of the workspace",
        access: "member.read",
        request: { query: PageQuery },
        responses: { 200: json(Members, "A page of members; `version` is what If-Match takes") },
      }),
      async (c) => c.json(Members.parse(await listMembers(deps, c.var.actor, c.req.valid("query"))), 200),
    )
    .openapi(
      defineRoute({
        method: "patch",
        path: "/api/members/{userId}",
        operationId: "updateMember",
        tags,
        summary: "Give a member another role",
        description: "Nobody changes a role above their own, or grants one. The last owner stays owner.",
        access: "member.manage",
        errors: [errors.memberNotFound, errors.roleTooHigh, errors.lastOwner, problems.stale],
        request: { params, headers: OptionalIfMatch, ...jsonBody(UpdateMember, { role: "admin" }) },
        responses: { 200: json(Member, "The member as they are now") },
      }),
      async (c) => {
        const change = { userId: c.req.valid("param").userId, role: c.req.valid("json").role, ifVersion: optionalIfMatch(c) };
        const member = Member.parse(await updateMember(deps, c.var.actor, change));
        c.header("ETag", etag(member.version));
        return c.json(member, 200);
      },
    )
    .openapi(
      defineRoute({
        method: "delete",
        path: "/api/members/{userId}",
        operationId: "removeMember",
        tags,
        summary: "Remove a member, or leave",
        description: "Anybody may leave; removing others needs `member.manage`. Their keys for this workspace end too.",
        access: "member.read",
        errors: [errors.memberNotFound, errors.roleTooHigh, errors.lastOwner, problems.stale],
        request: { params, headers: OptionalIfMatch },
        responses: { 204: empty("No longer a member") },
      }),
      async (c) => {
        await removeMember(deps, c.var.actor, c.req.valid("param").userId, optionalIfMatch(c));
        return c.body(null, 204);
      },
    );
