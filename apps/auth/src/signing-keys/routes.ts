import { Time } from "@slate/schema/api";
import { createRouter, defineRoute, json, scopeOf } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { rotateSigningKey } from "./rotate.ts";

const JsonWebKeySet = z
  .object({
    keys: z
      .array(
        z.object({
          kty: z.literal("OKP"),
          crv: z.literal("Ed25519"),
          x: z.string().max(64),
          kid: z.string().max(64),
          alg: z.literal("EdDSA"),
          use: z.literal("sig"),
        }),
      )
      .max(100),
  })
  .meta({ id: "JsonWebKeySet", description: "RFC 7517" });
const RotatedKey = z.object({ kid: z.string().max(64), activeFrom: Time }).meta({ id: "RotatedKey" });
const CACHE_SECONDS = 15;

export const signingKeyRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "get",
        path: "/.well-known/jwks.json",
        operationId: "getSigningKeys",
        tags: ["Tokens"],
        summary: "Public keys that access tokens are signed with",
        access: "public",
        responses: { 200: json(JsonWebKeySet, "The key set") },
      }),
      async (c) => {
        const keySet = JsonWebKeySet.parse({ keys: await deps.keyring.publicKeys() });
        c.header("Cache-Control", `public, max-age=${CACHE_SECONDS}`);
        return c.json(keySet, 200);
      },
    )
    .openapi(
      defineRoute({
        method: "post",
        path: "/api/auth/signing-keys/rotate",
        operationId: "rotateSigningKey",
        tags: ["Tokens"],
        summary: "Publish a new signing key, which takes over once everybody can know it",
        access: "admin",
        responses: { 201: json(RotatedKey, "The new key") },
      }),
      async (c) => {
        const { kid, activeFrom } = await rotateSigningKey(deps, scopeOf(c, c.var.caller));
        return c.json({ kid, activeFrom: activeFrom.toISOString() }, 201);
      },
    );
