import { z } from "zod";
import { describeCounts } from "@/lib/describe-counts.ts";

const Details = z.object({
  name: z.string().optional().catch(undefined),
  path: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
  role: z.string().optional().catch(undefined),
  from: z.string().optional().catch(undefined),
  to: z.string().optional().catch(undefined),
  fields: z.array(z.string()).optional().catch(undefined),
  counts: z.record(z.string(), z.number()).optional().catch(undefined),
});

/** The telling part of an entry's details in a few words; empty when they have none. */
export function describeDetails(details: unknown): string {
  const known = Details.safeParse(details);
  if (!known.success) return "";
  const { name, path, email, role, from, to, fields, counts } = known.data;
  if (counts) return describeCounts(counts);
  if (from && to) return `${from} → ${to}`;
  return [name ?? path ?? email, role, fields?.join(", ")].filter(Boolean).join(" · ");
}
