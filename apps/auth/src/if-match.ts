import { type AppContext, requireIfMatch } from "@slate/service";
import { z } from "zod";

const tag = (description: string) =>
  z
    .string()
    .max(200)
    .optional()
    .meta({ description, examples: ['"3"'] });

/** Documents `If-Match`; `requireIfMatch` of the kit reads it. */
export const IfMatch = z.object({ "if-match": tag("The ETag that was read. Without it 428, another one 412.") });
/** The same where leaving it out means "whatever it is now". */
export const OptionalIfMatch = z.object({ "if-match": tag("The version that was read, as an ETag. Another one: 412.") });

export const optionalIfMatch = (c: AppContext): number | "any" => (c.req.header("if-match") === undefined ? "any" : requireIfMatch(c));
