import { Login, Refresh, Register, SignIn, Tokens } from "@slate/schema/api";
import { createRouter, defineRoute, empty, json, jsonBody, problems, scopeOf } from "@slate/service";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { endAllSessions, signOut } from "../sessions/end.ts";
import { visitOf } from "../visit.ts";
import { clearCookie, handOver, refuseForeignPage, tokensOf } from "./answer.ts";
import { login } from "./login.ts";
import { refresh } from "./refresh.ts";
import { register } from "./register.ts";

const tags = ["Sign-in"];
const ada = { email: "ada@example.com", password: "correct-horse-7-staple" };

export const signInRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/auth/register",
        operationId: "register",
        tags,
        summary: "Make an account, by invitation or on one's own where the installation allows it",
        access: "public",
        errors: [
          errors.registrationClosed,
          errors.emailTaken,
          errors.passwordCommon,
          errors.invitationNotFound,
          errors.invitationForOther,
          problems.crossSite,
        ],
        request: jsonBody(Register, { ...ada, name: "Ada", grant: "cookie" }),
        responses: { 201: json(SignIn, "The new account, signed in. `grant: cookie` sets the session cookie.") },
      }),
      async (c) => {
        refuseForeignPage(c);
        return c.json(await handOver(c, deps, await register(deps, visitOf(c), c.req.valid("json"))), 201);
      },
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/auth/login",
        operationId: "login",
        tags,
        summary: "Sign in with e-mail address and password",
        description: "After 10 failures for one account from one address within 15 minutes the answer is 429, right password or not.",
        access: "public",
        errors: [errors.invalidCredentials, errors.accountDisabled, problems.crossSite],
        request: jsonBody(Login, { ...ada, grant: "token" }),
        responses: { 200: json(SignIn, "Signed in. `grant: cookie` sets the session cookie, `grant: token` returns tokens.") },
      }),
      async (c) => {
        refuseForeignPage(c);
        return c.json(await handOver(c, deps, await login(deps, visitOf(c), c.req.valid("json"))), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/auth/refresh",
        operationId: "refresh",
        tags,
        summary: "Exchange a refresh token for new tokens",
        description: "A refresh token works once. Using it again within 10 s answers 409 and changes nothing; later it ends the session.",
        access: "public",
        errors: [errors.refreshInvalid, errors.refreshSuperseded],
        request: jsonBody(Refresh, { refreshToken: "3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs" }),
        responses: { 200: json(Tokens, "The next tokens") },
      }),
      async (c) => c.json(Tokens.parse(await tokensOf(deps, await refresh(deps, visitOf(c), c.req.valid("json").refreshToken))), 200),
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/auth/logout",
        operationId: "logout",
        tags,
        summary: "Sign out here",
        access: "person",
        responses: { 204: empty("Signed out; the cookie is cleared") },
      }),
      async (c) => {
        const { caller } = c.var;
        await signOut(deps, scopeOf(c, caller), caller);
        clearCookie(c);
        return c.body(null, 204);
      },
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/auth/logout-all",
        operationId: "logoutEverywhere",
        tags,
        summary: "Sign out everywhere, here too",
        access: "person",
        responses: { 204: empty("Signed out; the cookie is cleared") },
      }),
      async (c) => {
        await endAllSessions(deps, scopeOf(c, c.var.caller), c.var.caller);
        clearCookie(c);
        return c.body(null, 204);
      },
    );
