import type { UserSettings } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/lib/query-keys.ts";
import { slate } from "@/lib/slate.ts";

/** The person's settings, and what a write has to name to replace just these. */
export type VersionedSettings = { settings: UserSettings["settings"]; etag: string };

export const settingsQuery = queryOptions({
  queryKey: keys.userSettings,
  queryFn: ({ signal }) => readSettings(signal),
  staleTime: 5 * 60_000,
});

export const readSettings = (signal?: AbortSignal): Promise<VersionedSettings> => versioned(slate.GET("/api/auth/settings", { signal }));

/** Throws `request.stale` when another client of the person has written since. */
export const writeSettings = (settings: UserSettings["settings"], etag: string): Promise<VersionedSettings> =>
  versioned(slate.PUT("/api/auth/settings", { body: { settings }, headers: { "If-Match": etag } }));

async function versioned(answer: Promise<{ data?: UserSettings; response: Response }>): Promise<VersionedSettings> {
  const { data, response } = await answer;
  return { settings: data?.settings ?? {}, etag: response.headers.get("ETag") ?? '"0"' };
}
