import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Next } from "hono";
import { routePath } from "hono/route";
import { type AppContext, requestFields } from "./context.ts";
import { isTracing } from "./tracing.ts";

const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;
const TRACE_ID = /^[0-9a-f]{2}-([0-9a-f]{32})-/;
const QUIET = new Set(["/health/live", "/health/ready", "/metrics"]);

/** Gives a request its ids, then logs, counts and traces it. */
export async function observe(c: AppContext, next: Next): Promise<void> {
  const kit = c.get("kit");
  const given = c.req.header("x-request-id");
  const requestId = given && REQUEST_ID.test(given) ? given : Bun.randomUUIDv7();
  const peer = c.env?.server?.requestIP(c.req.raw)?.address ?? "127.0.0.1";
  c.set("requestId", requestId);
  c.set("address", kit.clientAddress(peer, c.req.header("x-forwarded-for")));

  const started = performance.now();
  if (isTracing()) await traced(c, next);
  else {
    // Nothing is exported, but the log still names the caller's trace.
    c.set("traceId", TRACE_ID.exec(c.req.header("traceparent") ?? "")?.[1] ?? requestId);
    await next();
  }
  const seconds = (performance.now() - started) / 1000;
  const { method, path } = c.req;
  const { status } = c.res;
  const route = routePath(c, -1);
  kit.metrics.request.observe({ method, route, status: String(status) }, seconds);
  if (QUIET.has(path)) return;
  kit.log.info({ ...requestFields(c), method, path, route, status, ms: Math.round(seconds * 1e6) / 1000, address: c.get("address") });
}

async function traced(c: AppContext, next: Next): Promise<void> {
  const parent = propagation.extract(context.active(), c.req.header());
  const span: Span = trace.getTracer("slate").startSpan(c.req.method, { kind: SpanKind.SERVER }, parent);
  c.set("traceId", span.spanContext().traceId);
  await context.with(trace.setSpan(parent, span), next);
  const route = routePath(c, -1);
  const { status } = c.res;
  span
    .updateName(`${c.req.method} ${route}`)
    .setAttributes({ "http.request.method": c.req.method, "http.route": route, "http.response.status_code": status });
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
