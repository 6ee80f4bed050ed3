import type { OpenAPIHono } from "@hono/zod-openapi";
import { HTTPException } from "hono/http-exception";
import { type AppContext, type Env, requestLog } from "./context.ts";
import { fromDbError } from "./db-errors.ts";
import { AppError, errorBody, problems } from "./errors.ts";
import { registerHealth } from "./health.ts";
import type { Kit } from "./kit.ts";
import { observe } from "./observe.ts";
import { createRouter } from "./route.ts";

/** Parameters that are lists: registry clients send one `scope` for each repository. */
const LISTS = new Set(["scope"]);

const HEADERS: Record<string, string> = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cache-Control": "no-store",
};

/**
 * A service's app: what every request passes (ids, log, limits on its outline, headers), the service's own routers, health, metrics and
 * the OpenAPI document. Building it touches no dependency, so the document can be had without any.
 */
export function createServiceApp(kit: Kit, about: { title: string; description: string }, routers: OpenAPIHono<Env>[]): OpenAPIHono<Env> {
  const app = createRouter();
  app.use(async (c, next) => {
    c.set("kit", kit);
    await observe(c, next);
    // Nobody will read it, and what fills it must know: an open stream would stay open for ever.
    if (c.req.method === "HEAD") await c.res.body?.cancel();
  });
  app.use(async (c, next) => {
    // Before the handler, where they cost least; a handler that makes its own Response gets them after it.
    c.header("X-Request-Id", c.get("requestId"));
    for (const name in HEADERS) c.header(name, HEADERS[name]);
    checkOutline(c);
    await next();
    if (c.res.headers.has("X-Request-Id")) return;
    c.res.headers.set("X-Request-Id", c.get("requestId"));
    for (const name in HEADERS) if (!c.res.headers.has(name)) c.res.headers.set(name, HEADERS[name] as string);
  });
  registerHealth(app, kit);
  registerSecurity(app);
  for (const router of routers) app.route("/", router);
  app.get("/openapi.json", (c) => c.json(documentOf(app, about)));
  app.notFound((c) => answer(c, methodsAt(app, c.req.path).length ? notAllowed(app, c) : problems.notFound()));
  app.onError((error, c) => answer(c, toAppError(error, c)));
  return app;
}

/** The OpenAPI 3.1 document of a service. */
export const documentOf = (app: OpenAPIHono<Env>, about: { title: string; description: string }) =>
  app.getOpenAPI31Document({ openapi: "3.1.0", info: { ...about, version: "1" } });

function registerSecurity(app: OpenAPIHono<Env>) {
  const { openAPIRegistry: registry } = app;
  registry.registerComponent("securitySchemes", "cookie", { type: "apiKey", in: "cookie", name: "__Host-slate" });
  registry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer", bearerFormat: "JWT" });
  registry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    description: "An API key, `slate_<id>_<secret>`, sent as a bearer token",
  });
}

/** Refuses requests that could be read in two ways, before anything reads them (security A2, A4, A5). */
function checkOutline(c: AppContext) {
  const { url } = c.req;
  const query = url.indexOf("?");
  if (query !== -1) checkQuery(c, new URLSearchParams(url.slice(query + 1)));
  if (url.includes("%")) checkPercent(url, c.req.path);
  const encoding = c.req.header("content-encoding");
  if (encoding !== undefined && encoding.toLowerCase() !== "identity") throw problems.mediaType("Send the body without Content-Encoding");
}

function checkQuery(c: AppContext, parameters: URLSearchParams) {
  const names = [...parameters.keys()];
  const limit = c.get("kit").env.QUERY_PARAMETER_LIMIT;
  if (names.length > limit) throw problems.invalid(`More than ${limit} query parameters`);
  const repeated = names.find((name, i) => names.indexOf(name) !== i && !LISTS.has(name));
  if (repeated !== undefined) throw problems.invalid(`Query parameter ${JSON.stringify(repeated)} was sent more than once`);
}

function checkPercent(url: string, path: string) {
  if (url.includes("%00")) throw problems.invalid("The address has a NUL character");
  try {
    decodeURIComponent(path);
  } catch (cause) {
    throw problems.invalid("The address is not valid percent-encoded UTF-8", { cause });
  }
}

/** What an error is to a caller; what nobody expected is logged, and a bare 500. */
export function toAppError(error: unknown, c: AppContext): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof HTTPException) {
    const known = [problems.invalid, problems.notFound, problems.tooLarge, problems.mediaType].find(
      (p) => p.definition.status === error.status,
    );
    if (known) return known(undefined, { cause: error });
  }
  const known = fromDbError(error);
  // Who only reads sends no values but those of the address: a cursor, say, that we never gave out.
  if (known?.definition === problems.unprocessable.definition && c.req.method === "GET")
    return problems.invalid(undefined, { cause: error });
  if (known) return known;
  requestLog(c).error({ err: error }, "unexpected failure");
  return problems.internal(undefined, { cause: error });
}

function answer(c: AppContext, error: AppError) {
  if (error.cause && error.definition.status < 500) requestLog(c).debug({ err: error.cause, code: error.definition.code }, "refused");
  else if (error.definition.status === 503) requestLog(c).warn({ err: String(error.cause ?? error.message) }, "unavailable");
  for (const [name, value] of Object.entries(error.headers)) c.header(name, value);
  return c.json(errorBody(error, c.get("requestId")), error.definition.status);
}

const pathMatches = (pattern: string, path: string) => {
  const want = pattern.split("/");
  const have = path.split("/");
  return want.length === have.length && want.every((part, i) => part === have[i] || part.startsWith(":") || part.startsWith("{"));
};
const methodsAt = (app: OpenAPIHono<Env>, path: string): string[] => [
  ...new Set(app.routes.filter((route) => route.method !== "ALL" && pathMatches(route.path, path)).map((route) => route.method)),
];
const notAllowed = (app: OpenAPIHono<Env>, c: AppContext) =>
  problems.methodNotAllowed(undefined, { headers: { Allow: methodsAt(app, c.req.path).join(", ") } });
