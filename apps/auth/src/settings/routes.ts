import { PutUserSettings, UserSettings } from "@slate/schema/api";
import {
  type AppContext,
  createRouter,
  defineRoute,
  etag,
  json,
  jsonBody,
  notModified,
  problems,
  requireIfMatch,
  scopeOf,
} from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { IfMatch } from "../if-match.ts";
import { type Expected, getSettings, putSettings } from "./settings.ts";

const tags = ["Settings"];
const example = { settings: { theme: "dark", density: "compact" } };
const headers = IfMatch.extend({
  "if-none-match": z.string().max(200).optional().meta({ description: "`*` writes only if there are none yet" }),
});

export const settingsRoutes = (deps: Deps) =>
  createRouter()
    .openapi(
      defineRoute({
        method: "get",
        path: "/api/auth/settings",
        operationId: "getUserSettings",
        tags,
        summary: "My settings",
        access: "person",
        responses: {
          200: json(UserSettings, 'The settings; ETag `"0"` and empty before the first write'),
          304: { description: "Unchanged" },
        },
      }),
      async (c) => {
        const { caller } = c.var;
        const settings = await getSettings(deps, scopeOf(c, caller), caller);
        const tag = etag(settings.version);
        c.header("ETag", tag);
        return notModified(c, tag) ? c.body(null, 304) : c.json(UserSettings.parse(settings), 200);
      },
    )
    .openapi(
      defineRoute({
        method: "put",
        path: "/api/auth/settings",
        operationId: "putUserSettings",
        tags,
        summary: "Replace my settings",
        description: "At most 64 KiB. My other clients hear of it as `user.settings_changed`.",
        access: "person",
        errors: [problems.stale, problems.ifMatchRequired],
        request: { headers, ...jsonBody(PutUserSettings, example) },
        responses: { 200: json(UserSettings, "The settings as they are now") },
      }),
      async (c) => {
        const { caller } = c.var;
        const written = await putSettings(deps, scopeOf(c, caller), caller, c.req.valid("json").settings, expectedVersion(c));
        c.header("ETag", etag(written.version));
        return c.json(UserSettings.parse(written), 200);
      },
    );

/** `If-None-Match: *` means "none yet"; otherwise `If-Match` names the version. */
const expectedVersion = (c: AppContext): Expected => (c.req.header("if-none-match")?.trim() === "*" ? 0 : requireIfMatch(c));
