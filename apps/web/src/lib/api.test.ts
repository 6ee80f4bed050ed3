import { afterEach, expect, test } from "bun:test";
import { apiFetch, creating } from "./api.ts";
import type { ApiError } from "./api-error.ts";

const servers: { stop: (force: boolean) => void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.stop(true);
});

function startServer(answers: (() => Response)[]) {
  const seen: { key: string | null; client: string | null; body: string }[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      seen.push({ key: request.headers.get("idempotency-key"), client: request.headers.get("slate-client"), body: await request.text() });
      return (answers[seen.length - 1] ?? (() => new Response("{}")))();
    },
  });
  servers.push(server);
  return { url: server.url, seen };
}

const refusalOf = (sent: Promise<unknown>) =>
  sent.then(
    () => undefined,
    (error) => error as ApiError,
  );

test("a refusal carries code, message, details and request id", async () => {
  const error = { code: "project.name_taken", message: "Atlas is taken", details: { name: "Atlas" }, requestId: "r-1" };
  const { url, seen } = startServer([() => Response.json({ error }, { status: 409 })]);
  expect(await refusalOf(apiFetch(new Request(url)))).toMatchObject({ ...error, status: 409 });
  expect(seen[0]?.client).toBe("web");
});

test("an answer that is not ours still tells the request id", async () => {
  const { url } = startServer([() => new Response("<html>", { status: 500, headers: { "X-Request-Id": "r-2" } })]);
  expect(await refusalOf(apiFetch(new Request(url)))).toMatchObject({ status: 500, code: "server.error", requestId: "r-2" });
});

test("a create is repeated with the same key and body while the server is away", async () => {
  const { url, seen } = startServer([() => new Response(null, { status: 503 })]);
  const response = await apiFetch(new Request(url, { method: "POST", headers: creating(), body: "atlas" }));
  expect(response.ok).toBe(true);
  expect(seen.map(({ body }) => body)).toEqual(["atlas", "atlas"]);
  expect(seen[0]?.key).toBe(seen[1]?.key ?? "missing");
});

test("what was refused, or could happen twice, is sent once", async () => {
  const refused = startServer([() => new Response("{}", { status: 409 })]);
  await refusalOf(apiFetch(new Request(refused.url, { method: "POST", headers: creating() })));
  const unkeyed = startServer([() => new Response("{}", { status: 503 })]);
  await refusalOf(apiFetch(new Request(unkeyed.url, { method: "POST" })));
  expect([refused.seen.length, unkeyed.seen.length]).toEqual([1, 1]);
});

test("no server at all is an ApiError too", async () => {
  const { url } = startServer([]);
  servers.splice(0)[0]?.stop(true);
  expect(await refusalOf(apiFetch(new Request(url)))).toMatchObject({ status: 0, code: "network" });
});
