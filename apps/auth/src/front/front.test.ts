import { expect, test } from "bun:test";
import { anonymous, testStack } from "../../../../infra/testing/index.ts";
import { createApp } from "../app.ts";
import { readConfig } from "../config.ts";
import { openDeps } from "../deps.ts";
import { Health } from "./health.ts";

/** auth as it would be if another service were at an address where nobody is. */
async function withServiceAway<T>(work: (app: ReturnType<typeof createApp>) => Promise<T>): Promise<T> {
  const { services, ports } = testStack();
  const urls = { auth: `http://127.0.0.1:${ports.auth}`, projects: "http://127.0.0.1:1" };
  const deps = openDeps(readConfig({ ...services.auth, SERVICE_URLS: JSON.stringify(urls), LOG_LEVEL: "silent" }), null);
  try {
    return await work(createApp(deps));
  } finally {
    await deps.close();
  }
}

test("health of the whole names the services and nothing of their insides", async () => {
  for (const path of ["/health", "/api/health"]) {
    const { body } = await anonymous().get(path).expect(200, Health);
    expect(body).toEqual({ status: "ok", services: { auth: "ok", projects: "ok", assets: "ok", realtime: "ok" } });
  }
});

test("a service that is away makes health 503 and is only missing from the documentation", async () => {
  await withServiceAway(async (app) => {
    const health = await app.request("/health");
    expect([health.status, await health.json()]).toEqual([503, { status: "degraded", services: { auth: "ok", projects: "away" } }]);
    const document = await app.request("/openapi/all.json");
    expect(document.status).toBe(200);
    const { paths } = (await document.json()) as { paths: Record<string, unknown> };
    expect(Object.keys(paths)).toContain("/api/auth/login");
  });
});

test("the merged document has every service's routes and refers to nothing that is not in it", async () => {
  const { body } = await anonymous().get("/openapi.json").expect(200);
  const document = body as { paths: Record<string, unknown>; components: Record<string, Record<string, unknown>> };
  for (const path of ["/api/auth/login", "/api/projects", "/api/events"]) expect(Object.keys(document.paths)).toContain(path);
  const references = new Set([...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference));
  for (const reference of references) {
    const [, , section = "", name = ""] = reference?.split("/") ?? [];
    expect([reference, document.components[section]?.[name] !== undefined]).toEqual([reference, true]);
  }
});

test("services' own health, metrics and documents by another name stay inside", async () => {
  for (const path of ["/health/ready", "/health/live", "/metrics", "/openapi/all.json"])
    expect([path, (await anonymous().get(path)).status]).toEqual([path, 404]);
});

test("the documentation page allows nothing from elsewhere, and no script without this answer's nonce", async () => {
  const first = await anonymous().get("/docs").expect(200);
  const second = await anonymous().get("/docs").expect(200);
  const policy = first.headers.get("content-security-policy") ?? "";
  expect(policy).toStartWith("default-src 'none'; script-src 'nonce-");
  expect(policy).not.toMatch(/https?:|\*|script-src[^;]*unsafe/);
  expect(policy).not.toBe(second.headers.get("content-security-policy"));
  expect(String(first.body)).toContain('src="/docs/scalar.js"');
});
