import { rmSync } from "node:fs";
import type { Supervisor } from "./supervisor.ts";

/** Serves the control socket (control.ts) for a supervisor. Only our own user can open it. */
export function serveControl(supervisor: Supervisor, socketPath: string): { stop: () => Promise<void> } {
  rmSync(socketPath, { force: true });
  const formerMask = process.umask(0o177);
  const server = Bun.serve({
    unix: socketPath,
    async fetch(request, server) {
      server.timeout(request, 0); // a start takes as long as it takes
      const [, verb, name = ""] = new URL(request.url).pathname.split("/").map(decodeURIComponent);
      try {
        if (request.method === "POST" && verb === "stop") await supervisor.stop(name);
        else if (request.method === "POST" && verb === "start") await supervisor.start(name);
        else if (request.method === "POST" && verb === "restart") await supervisor.restart(name);
        else if (verb !== "status") return new Response("There is no such command.", { status: 404 });
        return Response.json(supervisor.status());
      } catch (error) {
        return new Response(error instanceof Error ? error.message : String(error), { status: 409 });
      }
    },
  });
  process.umask(formerMask);
  return {
    stop: async () => {
      await server.stop(true);
      rmSync(socketPath, { force: true });
    },
  };
}
