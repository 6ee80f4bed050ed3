import { AuditEntry, PageQuery, page } from "@slate/schema/api";
import { createRouter, defineRoute, json } from "@slate/service";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { listAudit } from "./list.ts";

const Entries = page(AuditEntry);
const ListAudit = PageQuery.extend({
  action: z
    .string()
    .regex(/^[a-z_]+\.[a-z_]*$/)
    .max(100)
    .optional()
    .meta({ description: "One action (`member.remove`), or with a dot at its end all of a kind (`member.`)" }),
});

export const auditRoutes = (deps: Deps) =>
  createRouter().openapi(
    defineRoute({
      method: "get",
      path: "/api/audit",
      operationId: "listAudit",
      tags: ["Audit"],
      summary: "Who did what in the workspace, newest first",
      access: "audit.read",
      request: { query: ListAudit },
      responses: { 200: json(Entries, "A page of entries") },
    }),
    async (c) => c.json(Entries.parse(await listAudit(deps, c.var.actor, c.req.valid("query"))), 200),
  );
