import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid, varchar } from "drizzle-orm/pg-core";
import { bytea, createdAt, id, time, updatedAt } from "./columns.ts";

/** A person. Not tenant-owned: one person may be a member of several workspaces. */
export const users = pgTable(
  "users",
  {
    id: id(),
    email: varchar("email", { length: 254 }).notNull(),
    name: varchar("name", { length: 120 }).notNull(),
    avatar: text("avatar"),
    roles: text("roles").array().notNull().default(sql`'{}'`),
    passwordHash: text("password_hash"),
    disabledAt: time("disabled_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [uniqueIndex("users_email_uq").on(sql`lower(${t.email})`)],
);

/**
 * A sign-in session: one browser (cookie) or one client (token). Born at sign-in, touched while in use, ended by sign-out,
 * by its idle or absolute limit, by reuse of a refresh token, or when its person is disabled. Redis holds a copy for five minutes.
 */
export const sessions = pgTable(
  "sessions",
  {
    id: id(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["cookie", "token"] }).notNull(),
    /** SHA-256 of the cookie's secret; null for token sessions. */
    secretHash: bytea("secret_hash"),
    userAgent: varchar("user_agent", { length: 400 }),
    address: varchar("address", { length: 64 }),
    createdAt: createdAt(),
    lastSeenAt: time("last_seen_at").notNull().default(sql`now()`),
    authenticatedAt: time("authenticated_at").notNull().default(sql`now()`),
    expiresAt: time("expires_at").notNull(),
    endedAt: time("ended_at"),
    endReason: text("end_reason"),
  },
  (t) => [index("sessions_user_ix").on(t.userId, t.createdAt)],
);

/** One link in a session's chain of refresh tokens: at most one is live; using a consumed one ends the session (RFC 9700 §4.14). */
export const refreshTokens = pgTable(
  "refresh_tokens",
  {
    id: id(),
    sessionId: uuid("session_id")
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    tokenHash: bytea("token_hash").notNull(),
    createdAt: createdAt(),
    consumedAt: time("consumed_at"),
  },
  (t) => [
    uniqueIndex("refresh_tokens_hash_uq").on(t.tokenHash),
    uniqueIndex("refresh_tokens_live_uq").on(t.sessionId).where(sql`consumed_at is null`),
  ],
);

/** Keys that sign access tokens. The private half is encrypted with AUTH_SECRET. A retired key stays published until its tokens have expired. */
export const signingKeys = pgTable("signing_keys", {
  kid: text("kid").primaryKey(),
  publicJwk: jsonb("public_jwk").notNull().$type<Record<string, unknown>>(),
  privateJwkSealed: text("private_jwk_sealed").notNull(),
  createdAt: createdAt(),
  activeFrom: time("active_from").notNull(),
  retiredAt: time("retired_at"),
});

/** One JSON document per person: theme, density, layouts. */
export const userSettings = pgTable("user_settings", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  settings: jsonb("settings").notNull().$type<Record<string, unknown>>(),
  version: integer("version").notNull().default(1),
  updatedAt: updatedAt(),
});
