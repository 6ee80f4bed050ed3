import { index, integer, jsonb, pgTable, text, uuid, varchar } from "drizzle-orm/pg-core";
import type { LogLine } from "../api/index.ts";
import { createdAt, id, time, workspaceId } from "./columns.ts";
import { inProject } from "./in-project.ts";

/** One run of the project's game or app. `logs` keeps the newest lines; `logCount` counts all that came. */
export const slateRuntimeSessions = pgTable(
  "slate_runtime_sessions",
  {
    id: id(),
    workspaceId: workspaceId(),
    userId: uuid("user_id").notNull(),
    projectId: uuid("project_id").notNull(),
    status: text("status").notNull().default("running").$type<"running" | "ended" | "crashed">(),
    metadata: jsonb("metadata").notNull().default({}).$type<Record<string, unknown>>(),
    logs: jsonb("logs").notNull().default([]).$type<LogLine[]>(),
    logCount: integer("log_count").notNull().default(0),
    startedAt: time("started_at").notNull().defaultNow(),
    endedAt: time("ended_at"),
  },
  (t) => [index("slate_runtime_sessions_project_ix").on(t.workspaceId, t.projectId, t.id), inProject(t, "slate_runtime_sessions")],
);

/** One reported error. Errors with the same fingerprint are the same problem. */
export const slateErrorLogs = pgTable(
  "slate_error_logs",
  {
    id: id(),
    workspaceId: workspaceId(),
    userId: uuid("user_id").notNull(),
    projectId: uuid("project_id").notNull(),
    errorType: varchar("error_type", { length: 255 }).notNull(),
    errorMessage: text("error_message").notNull(),
    errorStack: text("error_stack"),
    context: jsonb("context").notNull().default({}).$type<Record<string, unknown>>(),
    severity: text("severity").notNull().$type<"info" | "warning" | "error" | "fatal">(),
    fingerprint: text("fingerprint").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index("slate_error_logs_project_ix").on(t.workspaceId, t.projectId, t.id),
    index("slate_error_logs_fingerprint_ix").on(t.workspaceId, t.projectId, t.fingerprint, t.id),
    inProject(t, "slate_error_logs"),
  ],
);
