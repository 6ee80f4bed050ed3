import type { MiddlewareHandler } from "hono";
import { readLimited } from "./body.ts";
import type { Env } from "./context.ts";
import { problems } from "./errors.ts";

const DEPTH_LIMIT = 64;

/**
 * Reads a JSON body once, counted while it streams, and refuses what no column can hold: NUL characters, lone surrogates, nesting past 64,
 * numbers that are not finite. Hono's own readers then find it already read.
 */
export const jsonBodyGuard: MiddlewareHandler<Env> = async (c, next) => {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) throw problems.mediaType("Send application/json");
  const bytes = await readLimited(c.req.raw, c.var.kit.env.BODY_LIMIT_BYTES);
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    throw problems.invalid("The body is not valid JSON in UTF-8", { cause });
  }
  const problem = jsonProblem(value, DEPTH_LIMIT);
  if (problem) throw problems.invalid(`The body ${problem}`);
  // The cache holds promises whatever its type says; `c.req.json()` and `c.req.text()` look here first.
  c.req.bodyCache.text = Promise.resolve(text) as unknown as string;
  return next();
};

/** Why a parsed JSON value cannot be stored, or null. Shape: "has ...". */
export function jsonProblem(value: unknown, depthLimit: number): string | null {
  if (typeof value === "string") return textProblem(value);
  if (typeof value === "number") return Number.isFinite(value) ? null : "has a number that is too large";
  if (typeof value !== "object" || value === null) return null;
  if (depthLimit === 0) return `has more than ${DEPTH_LIMIT} levels`;
  for (const [key, item] of Object.entries(value)) {
    const problem = (Array.isArray(value) ? null : textProblem(key)) ?? jsonProblem(item, depthLimit - 1);
    if (problem) return problem;
  }
  return null;
}

const textProblem = (text: string): string | null => {
  if (text.includes("\0")) return "has a NUL character";
  return text.isWellFormed() ? null : "has text with a lone surrogate";
};
