import { tracingChannel } from "node:diagnostics_channel";

const events = ["start", "end", "asyncStart", "asyncEnd", "error"] as const;
const prototype = Object.getPrototypeOf(tracingChannel("slate"));

// Node tells libraries whether anybody listens to a tracing channel; Bun does not yet, so pino and ioredis would trace every line and command
// to nobody: a twentieth of a quick request.
if (!("hasSubscribers" in prototype)) {
  Object.defineProperty(prototype, "hasSubscribers", {
    get(this: ReturnType<typeof tracingChannel>) {
      return events.some((event) => this[event].hasSubscribers);
    },
  });
}
