import {
  CreateInvitation,
  Id,
  Invitation,
  InvitationPreview,
  InvitationToken,
  Membership,
  NewInvitation,
  PageQuery,
  page,
} from "@slate/schema/api";
import { createRouter, defineRoute, empty, json, jsonBody, scopeOf } from "@slate/service";
import { z } from "zod";
import { getProfile } from "../account/profile.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { visitOf } from "../visit.ts";
import { acceptInvitationAs } from "./accept.ts";
import { createInvitation } from "./create.ts";
import { findInvitation } from "./find.ts";
import { listInvitations } from "./list.ts";
import { withdrawInvitation } from "./withdraw.ts";

const tags = ["Invitations"];
const Invitations = page(Invitation);
const token = { token: "3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs" };

export const invitationRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/invitations",
        operationId: "createInvitation",
        tags,
        summary: "Make an invitation link",
        access: "member.manage",
        idempotent: true,
        errors: [errors.roleTooHigh, errors.invitationLimit],
        request: jsonBody(CreateInvitation, { email: "bob@example.com", role: "member" }),
        responses: { 201: json(NewInvitation, "The invitation, with its link this one time") },
      }),
      async (c) => c.json(NewInvitation.parse(await createInvitation(deps, c.var.actor, c.req.valid("json"))), 201),
    )
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/invitations",
        operationId: "listInvitations",
        tags,
        summary: "Open invitations of the workspace, newest first",
        access: "member.manage",
        request: { query: PageQuery },
        responses: { 200: json(Invitations, "A page of invitations") },
      }),
      async (c) => c.json(Invitations.parse(await listInvitations(deps, c.var.actor, c.req.valid("query"))), 200),
    )
    .openapi(
      defineRoute({
        method: "delete",
        path: "/api/invitations/{id}",
        operationId: "withdrawInvitation",
        tags,
        summary: "Withdraw an invitation",
        access: "member.manage",
        errors: [errors.invitationNotFound],
        request: { params: z.object({ id: Id }) },
        responses: { 204: empty("Withdrawn; the link no longer works") },
      }),
      async (c) => {
        await withdrawInvitation(deps, c.var.actor, c.req.valid("param").id);
        return c.body(null, 204);
      },
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/invitations/preview",
        operationId: "previewInvitation",
        tags,
        summary: "What an invitation link offers, before signing in",
        description: "A POST, so that the token stays out of addresses and logs. Changes nothing.",
        access: "public",
        errors: [errors.invitationNotFound],
        request: jsonBody(InvitationToken, token),
        responses: { 200: json(InvitationPreview, "The invitation") },
      }),
      async (c) => c.json(InvitationPreview.parse(await findInvitation(deps, c.req.valid("json").token)), 200),
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/invitations/accept",
        operationId: "acceptInvitation",
        tags,
        summary: "Become a member by an invitation link",
        access: "person",
        errors: [errors.invitationNotFound, errors.invitationForOther, errors.memberExists],
        request: jsonBody(InvitationToken, token),
        responses: { 200: json(Membership, "The new membership") },
      }),
      async (c) => {
        const { caller } = c.var;
        const scope = scopeOf(c, caller);
        const { email } = await getProfile(deps, scope, caller);
        const { workspaceId } = await acceptInvitationAs(deps, visitOf(c), caller, email, c.req.valid("json").token);
        const { memberships } = await getProfile(deps, scope, caller);
        return c.json(Membership.parse(memberships.find((membership) => membership.workspaceId === workspaceId)), 200);
      },
    );
