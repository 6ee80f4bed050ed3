import { z } from "zod";
import type { Deps } from "../deps.ts";

/** Above what a service takes to check its own dependencies, below what a prober waits. */
const CHECK_MS = 950;

const State = z.enum(["ok", "away"]);
export const Health = z
  .object({ status: z.enum(["ok", "degraded"]), services: z.record(z.string().max(32), State) })
  .meta({ id: "Health", description: "Whether every service is ready, and nothing about why not" });
export type Health = z.infer<typeof Health>;

/** Asks every service whether it is ready. */
export async function checkHealth({ config }: Deps): Promise<Health> {
  const states = await Promise.all(Object.entries(config.SERVICE_URLS).map(async ([name, url]) => [name, await isReady(url)] as const));
  return { status: states.every(([, state]) => state === "ok") ? "ok" : "degraded", services: Object.fromEntries(states) };
}

async function isReady(url: string): Promise<z.infer<typeof State>> {
  try {
    const response = await fetch(new URL("/health/ready", url), { signal: AbortSignal.timeout(CHECK_MS) });
    await response.body?.cancel();
    return response.ok ? "ok" : "away";
  } catch {
    return "away";
  }
}
