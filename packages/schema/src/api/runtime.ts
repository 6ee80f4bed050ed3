import { z } from "zod";
import { Count, Id, JsonObject, PageQuery, Time, text } from "./common.ts";

export const LogLine = z
  .strictObject({ at: Time, level: z.enum(["debug", "info", "warning", "error"]).default("info"), message: text(8192) })
  .meta({ id: "LogLine" });
export type LogLine = z.infer<typeof LogLine>;

export const RuntimeSession = z
  .object({
    id: Id,
    userId: Id,
    projectId: Id,
    status: z.enum(["running", "ended", "crashed"]),
    metadata: JsonObject,
    logCount: Count,
    startedAt: Time,
    endedAt: Time.nullable(),
  })
  .meta({ id: "RuntimeSession", description: "One run of the project's game or app" });
export type RuntimeSession = z.infer<typeof RuntimeSession>;
export const OpenRuntimeSession = z.strictObject({ projectId: Id, metadata: JsonObject.default({}) }).meta({ id: "OpenRuntimeSession" });
export const AppendLogs = z.strictObject({ lines: z.array(LogLine).min(1).max(500) }).meta({ id: "AppendLogs" });
export const CloseRuntimeSession = z
  .strictObject({ status: z.enum(["ended", "crashed"]).default("ended") })
  .meta({ id: "CloseRuntimeSession" });
export const ListRuntimeSessions = PageQuery.extend({ projectId: Id });
export const RuntimeLogs = z.object({ lines: z.array(LogLine), total: Count }).meta({ id: "RuntimeLogs" });

export const Severity = z.enum(["info", "warning", "error", "fatal"]).meta({ id: "Severity" });
export const ErrorLog = z
  .object({
    id: Id,
    userId: Id,
    projectId: Id,
    errorType: z.string(),
    errorMessage: z.string(),
    errorStack: z.string().nullable(),
    context: JsonObject,
    severity: Severity,
    fingerprint: z.string().meta({ description: "The same for errors that are the same problem" }),
    createdAt: Time,
  })
  .meta({ id: "ErrorLog" });
export type ErrorLog = z.infer<typeof ErrorLog>;
export const ReportError = z
  .strictObject({
    projectId: Id,
    errorType: text(255, 1),
    errorMessage: text(8192, 1),
    errorStack: text(65_536).nullable().default(null),
    context: JsonObject.default({}),
    severity: Severity.default("error"),
  })
  .meta({ id: "ReportError" });
export const ListErrors = PageQuery.extend({ projectId: Id, severity: Severity.optional(), fingerprint: text(64).optional() });
export const ErrorGroup = z
  .object({
    fingerprint: z.string(),
    errorType: z.string(),
    errorMessage: z.string(),
    severity: Severity,
    count: Count,
    firstSeenAt: Time,
    lastSeenAt: Time,
  })
  .meta({ id: "ErrorGroup" });
export type ErrorGroup = z.infer<typeof ErrorGroup>;
export const ListErrorGroups = PageQuery.extend({ projectId: Id, severity: Severity.optional() });
