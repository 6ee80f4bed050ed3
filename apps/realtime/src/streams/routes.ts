import { text } from "@slate/schema/api";
import { type AppContext, createRouter, defineRoute, problems } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { openStream } from "./open-stream.ts";

const PROJECTS_LIMIT = 50;

const ProjectIds = text(PROJECTS_LIMIT * 37)
  .transform((list) => list.toLowerCase().split(","))
  .pipe(z.array(z.uuid()).max(PROJECTS_LIMIT))
  .meta({
    type: "string",
    description: `Only events of these projects and of the workspace itself: up to ${PROJECTS_LIMIT} ids with commas between`,
  });

const DESCRIPTION = `Server-Sent Events of one workspace and of the caller's own account.

- \`event: hello\`: the first message of a stream that did not ask for a past; its \`id\` is where to resume from.
- \`event: <type>\`: a domain event. \`data\` is \`{ type, workspaceId, projectId, userId, at, actor, data, id }\`.
- \`event: reset\`: what was missed cannot be replayed exactly; read everything anew. The stream goes on from its \`id\`.
- \`event: presence\`: who is looking at what, the whole list of the workspace; without an id.

Reconnect with the last \`id\` in \`Last-Event-ID\` (or \`?lastEventId=\`) to get exactly what was missed. A comment every 15 s keeps the
connection alive and may carry an \`id\` too. The stream is closed when the caller's right to it ends, and when they read too slowly.`;

export const streamRoutes = (deps: Deps) =>
  createRouter().openapi(
    defineRoute({
      method: "get",
      path: "/api/events",
      operationId: "streamEvents",
      tags: ["Live updates"],
      summary: "Follow what happens in a workspace",
      description: DESCRIPTION,
      access: "event.read",
      errors: [errors.tooManyStreams, errors.noRoom, problems.crossSite],
      request: {
        query: z.object({
          workspace: z.uuid().optional().meta({ description: "The workspace; the header Slate-Workspace does as well" }),
          projects: ProjectIds.optional(),
          lastEventId: text(100).optional().meta({ description: "The same as the header Last-Event-ID, for clients that cannot set it" }),
        }),
        headers: z.object({ "last-event-id": text(100).optional().meta({ description: "The last id received" }) }),
      },
      responses: {
        200: {
          description: "The stream",
          content: {
            "text/event-stream": { schema: z.string().meta({ examples: ["id: lq2x1k9c-42\nevent: project.created\ndata: {}\n\n"] }) },
          },
        },
      },
    }),
    async (c) => {
      refuseForeignPage(c);
      const { projects, lastEventId } = c.req.valid("query");
      const stream = await openStream(deps, c.var.actor, {
        projectIds: projects ? new Set(projects) : null,
        lastEventId: c.req.valid("header")["last-event-id"] ?? lastEventId,
      });
      const request = c.req.raw;
      // A client that left before the answer began never reads the body, so nothing would tell us there.
      request.signal.addEventListener("abort", () => stream.end("left"));
      if (request.signal.aborted) stream.end("left");
      c.env.server?.timeout(request, 0);
      return new Response(stream.body, { headers: { "Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no" } });
    },
  );

/** A page of another origin cannot read the answer, and must not be able to hold streams open either (security D6). */
function refuseForeignPage(c: AppContext): void {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  const isForeign = origin === undefined ? site === "cross-site" : origin !== new URL(c.var.kit.env.PUBLIC_URL).origin;
  if (isForeign) throw problems.crossSite();
}
