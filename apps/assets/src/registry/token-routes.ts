import { parseScopes } from "@slate/oci";
import { createRouter, defineRoute, json, problems, readLimited } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { giveToken } from "./give-token.ts";
import { toOciErrors } from "./oci-errors.ts";
import { readBasic, signedIn, signIn } from "./sign-in.ts";

const FORM_LIMIT_BYTES = 16 * 1024;
const path = "/api/assets/registry/token";
const tags = ["Registry"];
const errors = [problems.unauthenticated];

const RegistryTokenBody = z
  .object({
    token: z.string(),
    access_token: z.string().meta({ description: "The same as `token`" }),
    expires_in: z.number().int().meta({ description: "Seconds" }),
    issued_at: z.iso.datetime(),
  })
  .meta({ id: "RegistryToken" });

const scope = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .meta({
    description: "`repository:ws-<workspace>/p-<project>/<files|assets|previews|spark|inbox>:pull[,push]`; several, by spaces or repeated",
  });

/** The password grant of OAuth 2, as newer docker and containerd send it. Refresh tokens are not given out. */
const PasswordGrant = z.object({
  grant_type: z.literal("password"),
  username: z.string(),
  password: z.string(),
  service: z.string().optional(),
  scope: z.string().default(""),
});

/** Where the registry sends its clients: tokens of five minutes, in exchange for an API key. Refusals are in the registry's own shape. */
export function tokenRoutes(deps: Deps) {
  const router = createRouter()
    .openapi(
      defineRoute({
        method: "get",
        path,
        operationId: "getRegistryToken",
        tags,
        summary: "Get a token for the OCI registry",
        description:
          "With HTTP Basic (any name, an API key as the password) or the credentials of every other route. Grants what of the scopes the caller may do.",
        access: "public",
        errors,
        request: { query: z.object({ service: z.string().max(200).optional(), scope, account: z.string().max(200).optional() }) },
        responses: { 200: json(RegistryTokenBody, "The token") },
      }),
      async (c) => {
        const query = c.req.valid("query");
        checkService(deps, query.service);
        const login = readBasic(c.req.header("authorization"));
        const caller = login ? await signIn(deps, c, login) : await signedIn(deps, c);
        return c.json(await giveToken(deps, c, caller, parseScopes([query.scope ?? []].flat().join(" "))), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "post",
        path,
        operationId: "exchangeRegistryToken",
        tags,
        summary: "Get a token for the OCI registry by OAuth 2",
        description:
          "`application/x-www-form-urlencoded` with `grant_type=password`, `username`, `password` (an API key), `service` and `scope`.",
        access: "public",
        errors,
        responses: { 200: json(RegistryTokenBody, "The token") },
      }),
      async (c) => {
        const body = new TextDecoder().decode(await readLimited(c.req.raw, FORM_LIMIT_BYTES));
        const form = PasswordGrant.safeParse(Object.fromEntries(new URLSearchParams(body)));
        if (!form.success) throw problems.invalid("Only the password grant is known here");
        const { username, password, service, scope } = form.data;
        checkService(deps, service);
        const caller = await signIn(deps, c, { name: username, password });
        return c.json(await giveToken(deps, c, caller, parseScopes(scope)), 200);
      },
    );
  router.onError(toOciErrors);
  return router;
}

function checkService(deps: Deps, service: string | undefined): void {
  if (service !== undefined && service !== deps.config.REGISTRY_SERVICE)
    throw problems.invalid(`Tokens are for ${deps.config.REGISTRY_SERVICE} only`);
}
