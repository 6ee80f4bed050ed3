import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { findServerUser, makeFolder } from "../folders.ts";
import { type Ports, portsOf } from "../ports.ts";
import { Supervisor } from "../supervisor.ts";
import { nginx } from "./nginx.ts";

// The real nginx with the real configuration, in front of services that say what reached them.

type Seen = { service: string; method: string; path: string; headers: Record<string, string>; bytes: number };

const folder = makeFolder(mkdtempSync(join(tmpdir(), "slate-gateway-")));
const supervisor = new Supervisor({ logs: folder, recordFile: join(folder, "processes.json"), say: console.log });
const stops: (() => Promise<void>)[] = [];
const names = ["auth", "projects", "assets", "realtime", "registry"] as const;
let gateway: string;

function echo(service: string) {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    maxRequestBodySize: 128 * 1024 * 1024,
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      if (pathname.endsWith("/stream")) return streamSlowly();
      if (pathname.endsWith("/own-policy")) return new Response("page", { headers: { "Content-Security-Policy": "default-src 'self'" } });
      if (pathname.endsWith("/refused")) return Response.json({ error: { code: "project.not_found" } }, { status: 404 });
      let bytes = 0;
      for await (const chunk of request.body ?? []) bytes += chunk.length;
      const seen: Seen = { service, method: request.method, path: pathname + search, headers: Object.fromEntries(request.headers), bytes };
      return Response.json(seen, { headers: { "X-Content-Type-Options": "nosniff", "X-Request-Id": "from-the-service" } });
    },
  });
  stops.push(() => server.stop(true));
  return server.port as number;
}

/** An event at once, and the next only when the client hung up or ten seconds passed. */
function streamSlowly(): Response {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue("data: first\n\n");
    },
  });
  return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
}

function freePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  listener.stop(true);
  return listener.port;
}

const statusOf = (answer: string) => Number(answer.split(" ")[1]);

beforeAll(async () => {
  const binary = Bun.which("nginx", { PATH: `${Bun.env.PATH}:/usr/sbin` });
  if (!binary) throw new Error("nginx is not installed; `npm test` installs it.");
  const web = makeFolder(join(folder, "web"));
  mkdirSync(join(web, "assets"));
  const script = "x".repeat(2000);
  writeFileSync(join(web, "index.html"), "<title>SLATE</title>");
  writeFileSync(join(web, "assets", "app-1a2b.js"), script);
  writeFileSync(join(web, "assets", "app-1a2b.js.gz"), gzipSync(script));
  Bun.spawnSync(["chmod", "-R", "a+rX", web]);
  const ports: Ports = { ...portsOf("test"), gateway: freePort(), spark: freePort() };
  for (const name of names) ports[name] = echo(name);
  const folders = { state: folder, logs: folder, tools: folder, servers: folder, web };
  supervisor.add(nginx({ ports, folders, serverUser: findServerUser(), tls: undefined }, binary, []));
  await supervisor.start("nginx");
  gateway = `http://127.0.0.1:${ports.gateway}`;
});

afterAll(async () => {
  await supervisor.stopAll();
  for (const stop of stops) await stop();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, init?: RequestInit) => fetch(`${gateway}${path}`, init);
const seenAt = async (path: string, init?: RequestInit) => (await (await get(path, init)).json()) as Seen;

test("every route reaches the service that owns it, with its path and query untouched", async () => {
  const owners: Record<string, string[]> = {
    auth: ["auth/login", "users", "workspaces/1/x", "members", "invitations/a", "keys"],
    projects: [
      "projects",
      "files/a%2Fb",
      "changesets/1",
      "imports",
      "imports/1/content",
      "exports/1",
      "locks",
      "runtime/x",
      "errors",
      "search?q=a%20b",
    ],
    assets: ["assets/registry/token?scope=repository:a:pull"],
    realtime: ["events/presence"],
  };
  for (const [service, paths] of Object.entries(owners)) {
    for (const path of paths) expect(await seenAt(`/api/${path}`)).toMatchObject({ service, path: `/api/${path}` });
  }
  expect(await seenAt("/.well-known/jwks.json")).toMatchObject({ service: "auth", path: "/.well-known/jwks.json" });
  expect(await seenAt("/v2/a/blobs/uploads/")).toMatchObject({ service: "registry" });
  expect(await seenAt("/docs")).toMatchObject({ service: "auth", path: "/docs" });
  expect(await seenAt("/health")).toMatchObject({ service: "auth", path: "/health" });
  expect(await seenAt("/api/health")).toMatchObject({ service: "auth", path: "/health" });
  expect(await seenAt("/openapi.json")).toMatchObject({ service: "auth", path: "/openapi/all.json" });
  expect(await seenAt("/openapi/auth.json")).toMatchObject({ service: "auth", path: "/openapi.json" });
  expect(await seenAt("/openapi/projects.json")).toMatchObject({ service: "projects", path: "/openapi.json" });
});

test("what is internal or unknown does not exist from outside", async () => {
  for (const path of [
    "/metrics",
    "/internal/x",
    "/health/ready",
    "/health/live",
    "/api/nothing",
    "/api",
    "/api/authority",
    "/openapi/x.json",
    "/.git/config",
  ]) {
    const response = await get(path);
    expect([path, response.status]).toEqual([path, 404]);
    expect(await response.json()).toMatchObject({ error: { code: "request.not_found", requestId: response.headers.get("x-request-id") } });
  }
});

test("a backslash is no way around the routing table: services read it as a slash", async () => {
  for (const path of [
    "/api/projects/..\\..\\..\\metrics",
    "/api/projects/..\\..\\health/ready",
    "/docs/..\\internal/x",
    "/api/files/a%5Cb",
  ]) {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect([path, statusOf(answer)]).toEqual([path, 400]);
    expect(answer).toContain('"code":"request.invalid"');
  }
});

test("a service sees a Host that can stand in an address, whatever the caller sent", async () => {
  for (const host of ["a<b>^|", "x\\metrics?", "x#", "a%zz", "[::1", "a@b"]) {
    const answer = await raw(`GET /api/projects HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect([host, statusOf(answer)]).toEqual([host, 200]);
    expect(answer).toContain('"host":"localhost"');
  }
  expect(statusOf(await raw("GET /api/projects HTTP/1.0\r\n\r\n"))).toBe(200);
  for (const Host of ["slate.example.com:8443", "[::1]:8088"]) {
    expect((await seenAt("/api/projects", { headers: { Host } })).headers).toMatchObject({ host: Host, "x-forwarded-host": Host });
  }
});

test("a method or a framing that nobody knows is the caller's mistake, not ours", async () => {
  for (const method of ["FOO", "PROPFIND", "CONNECT_X"]) {
    const answer = await raw(`${method} /api/projects HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect([method, statusOf(answer)]).toEqual([method, 405]);
    expect(answer).toContain("Allow: GET, HEAD, POST, PUT, PATCH, DELETE\r\n");
    expect(answer).toContain('"code":"request.method_not_allowed"');
  }
  for (const encoding of ["xchunked", "identity, chunked", "gzip"]) {
    const answer = await raw(`POST /api/projects HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: ${encoding}\r\n\r\n0\r\n\r\n`);
    expect([encoding, statusOf(answer)]).toEqual([encoding, 400]);
    expect(answer).toContain('"code":"request.invalid"');
  }
});

test("a service that is away is a 503 in the one error shape, and says when to try again", async () => {
  const response = await get("/api/spark/sessions");
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("1");
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.json()).toMatchObject({ error: { code: "server.unavailable" } });
});

test("a service's own refusal passes through as it is", async () => {
  const response = await get("/api/projects/refused");
  expect([response.status, await response.json()]).toEqual([404, { error: { code: "project.not_found" } }]);
});

test("who is asking and from where is said by the gateway, never by the caller", async () => {
  const forged = { "X-Forwarded-For": "9.9.9.9", "X-Forwarded-Proto": "https", "X-Real-IP": "9.9.9.9", Forwarded: "for=9.9.9.9" };
  const identity = { "X-User-Id": "1", "X-User-Roles": "admin", "Cf-Access-Jwt-Assertion": "x", "X-Original-URL": "/api/keys" };
  const { headers } = await seenAt("/api/projects", { headers: { ...forged, ...identity, Authorization: "Bearer kept" } });
  expect(headers).toMatchObject({
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-proto": "http",
    "x-real-ip": "127.0.0.1",
    authorization: "Bearer kept",
  });
  for (const name of ["forwarded", "x-user-id", "x-user-roles", "cf-access-jwt-assertion", "x-original-url", "accept-encoding"]) {
    expect([name, headers[name]]).toEqual([name, undefined as never]);
  }
});

test("a harmless request id is kept, any other is replaced, and it is answered once", async () => {
  const kept = await get("/api/projects", { headers: { "X-Request-Id": "abcd-1234_EFGH" } });
  expect(kept.headers.get("x-request-id")).toBe("abcd-1234_EFGH");
  expect(((await kept.json()) as Seen).headers["x-request-id"]).toBe("abcd-1234_EFGH");
  for (const bad of ["short", "has space in it", "x".repeat(65), 'quote"quote']) {
    const { headers } = await seenAt("/api/projects", { headers: { "X-Request-Id": bad } });
    expect(headers["x-request-id"]).toMatch(/^[0-9a-f]{32}$/);
  }
});

test("every answer carries the security headers exactly once, also errors", async () => {
  for (const path of ["/", "/assets/app-1a2b.js", "/assets/none.js", "/api/projects", "/api/nothing", "/api/spark", "/v2/", "/docs"]) {
    const { headers } = await get(path);
    expect([path, headers.get("x-content-type-options"), headers.get("referrer-policy")]).toEqual([path, "nosniff", "no-referrer"]);
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("server")).toBe("nginx");
    expect(headers.get("strict-transport-security")).toBeNull(); // TLS only
  }
});

test("a service's own content policy stands alone", async () => {
  expect((await get("/docs/own-policy")).headers.get("content-security-policy")).toBe("default-src 'self'");
});

test("bodies are limited by route: 1 MiB, 64 MiB for files, 1 GiB for imports, one file for the registry", async () => {
  const post = (path: string, mebibytes: number) => get(path, { method: "POST", body: new Uint8Array(mebibytes * 1024 * 1024 + 1) });
  const refused = await post("/api/projects", 1);
  expect([refused.status, await refused.json()]).toMatchObject([413, { error: { code: "request.too_large" } }]);
  expect((await post("/api/files/1/content", 2)).status).toBe(200);
  expect((await post("/api/files/1/content", 64)).status).toBe(413);
  expect((await post("/api/imports/1/content", 65)).status).toBe(200);
  expect((await post("/v2/a/blobs/uploads/1", 65)).status).toBe(200);
  const tooLarge = await raw(`PATCH /v2/a/blobs/uploads/1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${514 * 1024 * 1024}\r\n\r\n`);
  expect(tooLarge).toStartWith("HTTP/1.1 413");
});

test("an address over 8 KiB is 414 and headers over 16 KiB are 431, in the one error shape", async () => {
  const long = await get(`/api/search?q=${"a".repeat(8200)}`);
  expect([long.status, await long.json()]).toMatchObject([414, { error: { code: "request.url_too_long" } }]);
  const fits = await get(`/api/search?q=${"a".repeat(7000)}`, { headers: { "X-A": "a".repeat(4000), "X-B": "b".repeat(3000) } });
  expect(fits.status).toBe(200);
  const headers = Object.fromEntries(["A", "B", "C", "D", "E"].map((name) => [`X-${name}`, "a".repeat(4000)]));
  const many = await get("/api/search", { headers });
  expect([many.status, await many.json()]).toMatchObject([431, { error: { code: "request.headers_too_large" } }]);
});

test("TRACE is refused, and so is a request that could be read in two ways", async () => {
  expect(await raw("TRACE /api/projects HTTP/1.1\r\nHost: a\r\n\r\n")).toStartWith("HTTP/1.1 405");
  expect(await raw("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")).toStartWith("HTTP/1.1 400");
  const both = "POST /api/projects HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
  expect(await raw(both)).toStartWith("HTTP/1.1 400");
});

test("events arrive one by one while the stream stays open", async () => {
  const response = await get("/api/events/stream");
  const reader = response.body?.getReader();
  const first = await reader?.read();
  expect(new TextDecoder().decode(first?.value)).toBe("data: first\n\n");
  await reader?.cancel();
});

test("the API is never compressed; built files are sent as they were compressed beforehand", async () => {
  const headers = { "Accept-Encoding": "gzip" };
  expect((await get("/api/projects", { headers })).headers.get("content-encoding")).toBeNull();
  const script = await get("/assets/app-1a2b.js", { headers });
  expect(script.headers.get("content-encoding")).toBe("gzip");
  expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect((await script.text()).length).toBe(2000);
});

test("hashed assets are kept for good, the page is asked for every time, and app routes get the page", async () => {
  expect((await get("/assets/app-1a2b.js")).headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect((await get("/assets/none.js")).status).toBe(404);
  for (const path of ["/", "/projects/1/files/Assets/Player.cs"]) {
    const page = await get(path);
    expect([page.headers.get("cache-control"), await page.text()]).toEqual(["no-cache", "<title>SLATE</title>"]);
  }
});

test("registry clients get their own error shape, and can neither list repositories nor delete content", async () => {
  const catalog = await get("/v2/_catalog");
  expect([catalog.status, await catalog.json()]).toMatchObject([404, { errors: [{ code: "NAME_UNKNOWN" }] }]);
  const removal = await get("/v2/ws-1/p-1/files/manifests/sha256:00", { method: "DELETE" });
  expect([removal.status, await removal.json()]).toMatchObject([405, { errors: [{ code: "UNSUPPORTED" }] }]);
  expect(await seenAt("/v2/ws-1/p-1/files/blobs/uploads/7", { method: "DELETE" })).toMatchObject({ service: "registry", method: "DELETE" });
});

/** Sends bytes as they are and answers the first part of what comes back. */
async function raw(text: string): Promise<string> {
  const answer = Promise.withResolvers<string>();
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port: Number(new URL(gateway).port),
    socket: { data: (_, bytes) => answer.resolve(bytes.toString()), close: () => answer.reject(new Error("closed without an answer")) },
  });
  socket.write(text);
  try {
    return await answer.promise;
  } finally {
    socket.end();
  }
}
