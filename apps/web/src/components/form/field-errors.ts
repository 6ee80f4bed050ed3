import { z } from "zod";
import { isApiError } from "@/lib/api-error.ts";

export type FieldError = { field: string; message: string };

/** What `request.invalid` says about each field, as packages/service writes it: `json.name` is `name` of the body. */
const InvalidFields = z.array(z.object({ field: z.string(), problem: z.string() }));

/**
 * The parts of a refusal that belong under a field of the form. Empty when it is about the form as a whole, or when it
 * names a field the person cannot see.
 */
export function fieldErrorsOf(error: unknown, fields: readonly string[], fieldOfCode: Partial<Record<string, string>> = {}): FieldError[] {
  if (!isApiError(error)) return [];
  const field = fieldOfCode[error.code];
  if (field) return [{ field, message: error.message }];
  const parsed = InvalidFields.safeParse(error.details);
  if (error.code !== "request.invalid" || !parsed.success) return [];
  const told = parsed.data.map(({ field: place, problem }) => ({ field: place.replace(/^json\./, ""), message: problem }));
  return told.every((one) => fields.includes(one.field.split(".")[0] ?? "")) ? told : [];
}
