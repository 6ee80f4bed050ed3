import { apiFetch } from "./api.ts";
import { inWorkspace } from "./slate.ts";

type Call = {
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

/** A call to the API by its path, answered as `Data`. */
export async function call<Data>(workspaceId: string, method: string, path: string, { query, body, headers, signal }: Call = {}) {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) url.searchParams.set(name, String(value));
  const response = await apiFetch(
    new Request(url, {
      method,
      signal,
      headers: { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...inWorkspace(workspaceId), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );
  return (response.status === 204 ? undefined : await response.json()) as Data;
}
