import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Next } from "hono";
import { routePath } from "hono/route";
import type { AppContext } from "./context.ts";

const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;
const QUIET = new Set(["/health/live", "/health/ready", "/metrics"]);

/** Gives a request its ids, then logs, counts and traces it. */
export async function observe(c: AppContext, next: Next): Promise<void> {
  const { kit } = c.var;
  const given = c.req.header("x-request-id");
  const requestId = given && REQUEST_ID.test(given) ? given : Bun.randomUUIDv7();
  const peer = c.env?.server?.requestIP(c.req.raw)?.address ?? "127.0.0.1";
  const parent = propagation.extract(context.active(), c.req.header());
  const span = trace.getTracer("slate").startSpan(c.req.method, { kind: SpanKind.SERVER }, parent);
  // Without an exporter the span has no valid id; a caller's traceparent still names the trace.
  const traceId =
    trace.getSpan(parent)?.spanContext().traceId ?? (trace.isSpanContextValid(span.spanContext()) ? span.spanContext().traceId : requestId);
  c.set("requestId", requestId);
  c.set("traceId", traceId);
  c.set("address", kit.clientAddress(peer, c.req.header("x-forwarded-for")));
  c.set("log", kit.log.child({ requestId, traceId }));

  const started = performance.now();
  await context.with(trace.setSpan(parent, span), next);
  const seconds = (performance.now() - started) / 1000;
  const route = routePath(c, -1);
  const status = c.res.status;
  kit.metrics.request.observe({ method: c.req.method, route, status: String(status) }, seconds);
  span
    .updateName(`${c.req.method} ${route}`)
    .setAttributes({ "http.request.method": c.req.method, "http.route": route, "http.response.status_code": status });
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
  if (!QUIET.has(c.req.path)) {
    c.var.log.info({ method: c.req.method, path: c.req.path, route, status, ms: Math.round(seconds * 1e6) / 1000, address: c.var.address });
  }
}
