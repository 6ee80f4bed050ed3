import { expect, test } from "bun:test";
import { context, propagation, trace } from "@opentelemetry/api";
import { startTracing, withSpan } from "./tracing.ts";

test("with an OTLP endpoint, spans reach it under the service's name, as children of the caller's trace", async () => {
  const received: string[] = [];
  const collector = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      received.push(`${new URL(request.url).pathname} ${await request.text()}`);
      return Response.json({});
    },
  });
  try {
    const stop = startTracing("lighthouse", `http://127.0.0.1:${collector.port}`);
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    const caller = propagation.extract(context.active(), { traceparent: `00-${traceId}-00f067aa0ba902b7-01` });
    await context.with(caller, () =>
      withSpan("outer", () => withSpan("inner", async () => expect(trace.getActiveSpan()?.spanContext().traceId).toBe(traceId))),
    );
    await stop();
    const [body = ""] = received;
    expect(body).toStartWith("/v1/traces ");
    for (const part of ["lighthouse", "outer", "inner", traceId]) expect(body).toContain(part);
  } finally {
    await collector.stop(true);
  }
});
