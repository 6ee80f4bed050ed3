import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytea, createdAt, id, time } from "./columns.ts";

/**
 * Events that a transaction has promised. `seq` is drawn while the changed row is locked, so it orders the events of one object;
 * the relay publishes by `seq`, with `id` as `Nats-Msg-Id`, and deletes the row after the acknowledgement.
 */
export const outbox = pgTable(
  "outbox",
  {
    seq: bigint("seq", { mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    id: uuid("id").notNull(),
    service: text("service").notNull(),
    workspaceId: uuid("workspace_id"),
    subject: text("subject").notNull(),
    payload: jsonb("payload").notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("outbox_service_ix").on(t.service, t.seq)],
);

/** Who did what, for good. Written in the transaction of the act, never changed. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: id(),
    service: text("service").notNull(),
    workspaceId: uuid("workspace_id"),
    action: text("action").notNull(),
    actorKind: text("actor_kind").notNull(),
    actorId: uuid("actor_id"),
    actorName: text("actor_name"),
    target: text("target"),
    details: jsonb("details").notNull().default({}),
    address: text("address"),
    requestId: text("request_id"),
    createdAt: createdAt(),
  },
  (t) => [index("audit_log_workspace_ix").on(t.workspaceId, t.id)],
);

/** Answers kept for 24 h under (actor, route, key), so that a repeated POST gets the first answer (security A6). */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    service: text("service").notNull(),
    actorId: uuid("actor_id").notNull(),
    /** The workspace, or the nil UUID where the route has none: a primary key holds no NULL. */
    workspaceId: uuid("workspace_id").notNull(),
    route: text("route").notNull(),
    key: text("key").notNull(),
    bodySha256: bytea("body_sha256").notNull(),
    /** Null while the first request runs; it may be taken over after `leaseUntil`. */
    status: integer("status"),
    headers: jsonb("headers").$type<Record<string, string>>(),
    body: text("body"),
    leaseUntil: time("lease_until").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.service, t.actorId, t.workspaceId, t.route, t.key] }),
    index("idempotency_keys_created_ix").on(t.createdAt).where(sql`status is not null`),
  ],
);
