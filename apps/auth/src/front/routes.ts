import { createRouter, defineRoute, json } from "@slate/service";
import type { Deps } from "../deps.ts";
import { docsPage, SCRIPT_PATH, scriptFile } from "./docs-page.ts";
import { checkHealth, Health } from "./health.ts";
import { CACHE_SECONDS, createMergedDocument } from "./merged-document.ts";

const DAY_SECONDS = 24 * 3600;

const healthRoute = (path: "/health" | "/api/health", operationId: string) =>
  defineRoute({
    method: "get",
    path,
    operationId,
    tags: ["Health"],
    summary: "Whether every service is ready",
    access: "public",
    responses: { 200: json(Health, "All are"), 503: json(Health, "At least one is not") },
  });

/** What speaks for all services: health, the merged document, the documentation page. */
export function frontRoutes(deps: Deps) {
  const mergedDocument = createMergedDocument(deps);
  const router = createRouter();
  for (const route of [healthRoute("/health", "getHealth"), healthRoute("/api/health", "getApiHealth")]) {
    router.openapi(route, async (c) => {
      const health = await checkHealth(deps);
      return health.status === "ok" ? c.json(health, 200) : c.json(health, 503);
    });
  }
  // Pages rather than API: they document the others and are not documented themselves.
  router.get("/openapi/all.json", async (c) => {
    c.header("Cache-Control", `public, max-age=${CACHE_SECONDS}`);
    return c.json(await mergedDocument());
  });
  router.get("/docs", (c) => docsPage(c, deps));
  router.get(SCRIPT_PATH, (c) => {
    c.header("Content-Type", "text/javascript; charset=utf-8");
    c.header("Cache-Control", `public, max-age=${DAY_SECONDS}`);
    return c.body(scriptFile().stream());
  });
  return router;
}
