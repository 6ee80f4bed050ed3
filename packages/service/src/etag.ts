import type { Context } from "hono";
import { problems } from "./errors.ts";

/** A strong ETag for a version number. */
export const etag = (version: number): string => `"${version}"`;

/**
 * The version that `If-Match` names; "any" for `*`. Throws 428 when absent, 400 when malformed, 412 when weak: a weak tag
 * never matches strongly (RFC 9110 §13.1.1).
 */
export function requireIfMatch(c: Context): number | "any" {
  const header = c.req.header("if-match");
  if (header === undefined) throw problems.ifMatchRequired();
  const value = header.trim();
  if (value === "*") return "any";
  if (/^W\/"[^"]*"$/.test(value)) throw problems.stale("A weak ETag never matches");
  const match = /^"([^"]*)"$/.exec(value);
  if (!match) throw problems.invalid("If-Match must be one quoted ETag or *");
  // A well-formed tag that we never issue simply does not match.
  return /^\d{1,9}$/.test(match[1] ?? "") ? Number(match[1]) : -1;
}

/** Whether `If-None-Match` lists this tag, so 304 will do. */
export const notModified = (c: Context, tag: string): boolean =>
  (c.req.header("if-none-match") ?? "").split(",").some((part) => part.trim().replace(/^W\//, "") === tag || part.trim() === "*");

/** Throws 412 when the row is at another version than the caller read. */
export function checkVersion(expected: number | "any", actual: number): void {
  if (expected !== "any" && expected !== actual) throw problems.stale(undefined, { details: { currentVersion: actual } });
}
