import { z } from "zod";

/** Text without NUL characters or lone surrogates: neither PostgreSQL nor UTF-8 can hold them (security A2). */
export const text = (maxLength: number, minLength = 0) =>
  z
    .string()
    .min(minLength)
    .max(maxLength)
    .refine((s) => !s.includes("\0") && s.isWellFormed(), "must be well-formed text without NUL characters");

/** A name people type: trimmed, 1 to `maxLength` characters. */
export const name = (maxLength: number) => text(maxLength).trim().min(1);

export const Id = z.uuid().meta({ description: "UUID", examples: ["0192f0c1-2b3a-7c4d-8e5f-60718293a4b5"] });
export const Time = z.iso.datetime().meta({ description: "ISO 8601 in UTC", examples: ["2026-01-31T09:30:00.000Z"] });
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: "SHA-256 of the content, lower-case hex" });
export const Count = z.number().int().min(0);

/** Free-form JSON kept with a row. The service has checked its text, depth and size before this shape sees it. */
export const JsonObject = z.record(text(200), z.unknown()).meta({ description: "Any JSON object" });

/** Room for a cursor that holds a whole path. */
const CURSOR_LIMIT = 4000;

/** `?limit=&cursor=`, the same on every list. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50).meta({ description: "How many items to return" }),
  cursor: text(CURSOR_LIMIT).optional().meta({ description: "`nextCursor` of the page before" }),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** One page of a keyset-paged list. `nextCursor` is null on the last page. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item).max(100), nextCursor: text(CURSOR_LIMIT).nullable() });
export type Page<T> = { items: T[]; nextCursor: string | null };

/** The one error shape of every API. */
export const ErrorBody = z
  .object({
    error: z.object({
      code: z.string().meta({ examples: ["request.invalid"] }),
      message: z.string(),
      details: z.unknown().optional(),
      requestId: z.string(),
    }),
  })
  .meta({ id: "Error", description: "What went wrong. `code` is the contract; `message` is for people." });
export type ErrorBody = z.infer<typeof ErrorBody>;

/** Who did something: a person, an API key, or an AI turn. Names are as they were at that time. */
export const Author = z
  .object({ kind: z.enum(["person", "key", "agent"]), id: Id, name: z.string() })
  .meta({ id: "Author", description: "A person, an API key or an AI turn" });
export type Author = z.infer<typeof Author>;
