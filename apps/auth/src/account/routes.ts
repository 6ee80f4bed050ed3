import { ChangePassword, Profile, SignIn, text, UpdateProfile } from "@slate/schema/api";
import { createRouter, defineRoute, json, jsonBody, scopeOf } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { handOver } from "../sign-in/answer.ts";
import { visitOf } from "../visit.ts";
import { changePassword } from "./change-password.ts";
import { getProfile } from "./profile.ts";
import { reauthenticate } from "./reauthenticate.ts";
import { updateProfile } from "./update-profile.ts";

const tags = ["Account"];
const Reauthenticate = z.strictObject({ password: text(128, 1) }).meta({ id: "Reauthenticate" });

export const accountRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/auth/profile",
        operationId: "getProfile",
        tags,
        summary: "Who I am, and my workspaces",
        access: "any-caller",
        responses: { 200: json(Profile, "The caller; for an API key, who made it") },
      }),
      async (c) => {
        const { caller } = c.var;
        return c.json(Profile.parse(await getProfile(deps, scopeOf(c, caller), caller)), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "patch",
        path: "/api/auth/profile",
        operationId: "updateProfile",
        tags,
        summary: "Change my name or picture",
        access: "person",
        request: jsonBody(UpdateProfile, { name: "Ada", avatar: null }),
        responses: { 200: json(Profile, "The profile as it is now") },
      }),
      async (c) => {
        const { caller } = c.var;
        const scope = scopeOf(c, caller);
        await updateProfile(deps, scope, caller, c.req.valid("json"));
        return c.json(Profile.parse(await getProfile(deps, scope, caller)), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/auth/password",
        operationId: "changePassword",
        tags,
        summary: "Change my password",
        description: "Ends all my sign-in sessions; the answer carries a new one for this client.",
        access: "person",
        errors: [errors.invalidCredentials, errors.passwordCommon],
        request: jsonBody(ChangePassword, { currentPassword: "correct-horse-7-staple", newPassword: "battery-9-lantern-tide" }),
        responses: { 200: json(SignIn, "Changed; signed in anew") },
      }),
      async (c) => {
        const changed = await changePassword(deps, visitOf(c), c.var.caller, c.req.valid("json"));
        return c.json(await handOver(c, deps, changed), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/auth/reauthenticate",
        operationId: "reauthenticate",
        tags,
        summary: "Prove again who I am, for what needs a recent sign-in",
        description: "The session gets a new id; the old one ends.",
        access: "person",
        errors: [errors.invalidCredentials],
        request: jsonBody(Reauthenticate, { password: "correct-horse-7-staple" }),
        responses: { 200: json(SignIn, "Signed in anew") },
      }),
      async (c) => {
        const renewed = await reauthenticate(deps, visitOf(c), c.var.caller, c.req.valid("json").password);
        return c.json(await handOver(c, deps, renewed), 200);
      },
    );
