import { expect, test } from "bun:test";
import { digestOf } from "./digest.ts";
import { RegistryError, RegistryUnavailable } from "./errors.ts";
import { artifactManifest } from "./manifest.ts";
import {
  connect,
  failureOf,
  newRepository,
  randomBytes,
  readTestRegistry,
  startCuttableLine,
  startGateway,
  streamOf,
} from "./test-registry.ts";

const quick = { timeoutMs: 300, retryDelayMs: 5 };
const registry = await connect();
const artifactType = "application/vnd.slate.files.v1";

test("a dropped connection is made up for, wherever it happens", async () => {
  for (const method of ["POST", "PUT", "HEAD", "GET"]) {
    let drops = 2;
    using line = await startCuttableLine((sent) => sent.startsWith(method) && drops-- > 0);
    const { blobs, pushManifest, pullManifest } = await connect({ ...quick, url: line.url, timeoutMs: 5000 });
    const [repo, bytes] = [newRepository(), randomBytes(5000)];

    const blob = await blobs.push(repo, bytes);
    expect(await blobs.has(repo, blob.digest)).toBe(true);
    expect(await new Response((await blobs.pull(repo, blob.digest)).stream).bytes()).toEqual(bytes);
    const layers = [{ mediaType: "application/octet-stream", ...blob }];
    const { digest } = await pushManifest(repo, artifactManifest({ artifactType, layers }), "one");
    expect((await pullManifest(repo, "one")).digest).toBe(digest);
    expect(drops).toBeLessThan(0);
  }
});

test("a stream cut on its way is not sent again: half of it is used up, and nothing becomes visible", async () => {
  const bytes = randomBytes(3_000_000);
  let patches = 0;
  using line = await startCuttableLine((sent) => sent.startsWith("PATCH") && ++patches > 0);
  const { blobs } = await connect({ ...quick, url: line.url, timeoutMs: 5000 });
  const repo = newRepository();
  expect(await failureOf(() => blobs.push(repo, streamOf(bytes)))).toBeInstanceOf(RegistryUnavailable);
  expect(patches).toBe(1);
  expect(await registry.blobs.has(repo, digestOf(bytes))).toBe(false);
});

test("a registry that is down is a retryable RegistryUnavailable, within the time allowed", async () => {
  const { blobs, ping } = await connect({ ...quick, url: "http://127.0.0.1:1" });
  const begun = performance.now();
  for (const call of [ping, () => blobs.has("a", digestOf(randomBytes(1))), () => blobs.push("a", streamOf(randomBytes(1)))]) {
    const failure = await failureOf(call);
    expect(failure).toBeInstanceOf(RegistryUnavailable);
    expect(failure).toMatchObject({ code: "UNAVAILABLE", status: undefined, retryable: true });
  }
  expect(performance.now() - begun).toBeLessThan(3 * 2 * quick.timeoutMs);
});

test("a registry that falls silent is given up, before its answer and in the middle of it", async () => {
  const bytes = randomBytes(1000);
  await using gateway = await startGateway(async (request) => {
    if (request.method !== "GET") return new Promise<Response>(() => {});
    const half = new ReadableStream({ start: (controller) => controller.enqueue(bytes) });
    return new Response(half, { headers: { "content-length": "2000" } });
  });
  const { blobs } = await connect({ ...quick, url: gateway.url });
  const begun = performance.now();
  expect(await failureOf(() => blobs.has("a", digestOf(bytes)))).toBeInstanceOf(RegistryUnavailable);
  expect(await failureOf(() => blobs.push("a", bytes))).toBeInstanceOf(RegistryUnavailable);
  const { stream } = await blobs.pull("a", digestOf(bytes));
  expect(await failureOf(() => new Response(stream).bytes())).toBeInstanceOf(RegistryUnavailable);
  expect(performance.now() - begun).toBeLessThan(3 * 3 * quick.timeoutMs);
});

test("a part that comes too short is a failure, not the end", async () => {
  await using gateway = await startGateway(async () => new Response("12345", { status: 206 }));
  const { blobs } = await connect({ url: gateway.url });
  const { stream } = await blobs.pull("a", digestOf(randomBytes(10)), { range: { start: 0, end: 5 }, size: 10 });
  expect(await failureOf(() => new Response(stream).bytes())).toMatchObject({ code: "SIZE_INVALID", retryable: true });
});

test("a registry in trouble is asked again; one that refuses is not", async () => {
  const answers: [number, number][] = [
    [500, 4],
    [503, 4],
    [429, 4],
    [400, 1],
    [401, 1],
    [403, 1],
    [404, 1],
  ];
  for (const [status, expected] of answers) {
    let asked = 0;
    await using gateway = await startGateway(async () => {
      asked++;
      return new Response("404 page not found\n", { status });
    });
    const { pullManifest } = await connect({ ...quick, url: gateway.url, timeoutMs: 5000 });
    const failure = (await failureOf(() => pullManifest("a", "one"))) as RegistryError;
    expect(failure).toBeInstanceOf(status >= 500 ? RegistryUnavailable : RegistryError);
    expect({ status: failure.status, asked, retryable: failure.retryable }).toEqual({ status, asked: expected, retryable: expected > 1 });
    expect(failure.message).toContain("404 page not found");
  }
});

test("a registry that asks for more patience than a call has is not waited for", async () => {
  let asked = 0;
  await using gateway = await startGateway(async () => {
    asked++;
    return Response.json({ errors: [{ code: "TOOMANYREQUESTS" }] }, { status: 429, headers: { "retry-after": "60" } });
  });
  const { ping, listTags } = await connect({ ...quick, url: gateway.url });
  for (const call of [ping, () => listTags("a")]) {
    expect(await failureOf(call)).toMatchObject({ code: "TOOMANYREQUESTS", retryable: true, retryAfterMs: 60_000 });
  }
  expect(asked).toBe(2);
});

test("the token stays with the registry: neither a Location nor a redirect carries it elsewhere", async () => {
  const seen: (string | null)[] = [];
  await using elsewhere = await startGateway(async (request) => {
    seen.push(request.headers.get("authorization"));
    return new Response(bytes);
  });
  const bytes = randomBytes(1000);
  await using gateway = await startGateway(async (request, forward) => {
    if (request.method === "GET") return Response.redirect(`${elsewhere.url}/storage`, 307);
    const answer = await forward(request);
    const location = answer.headers.get("location");
    if (location) answer.headers.set("location", elsewhere.url + location.slice(location.indexOf("/v2/")));
    return answer;
  });
  const { blobs } = await connect({ url: gateway.url });
  const repo = newRepository();
  const { digest } = await blobs.push(repo, streamOf(bytes));
  expect(await registry.blobs.has(repo, digest)).toBe(true);
  expect(await new Response((await blobs.pull(repo, digest)).stream).bytes()).toEqual(bytes);
  expect(seen).toEqual([null]);
});

test("a registry that does not know our key is not ready", async () => {
  const { token } = await readTestRegistry();
  await registry.ping();
  const stranger = await connect({ token: { ...token, issuer: "someone-else" } });
  expect(await failureOf(() => stranger.ping())).toMatchObject({ code: "UNAUTHORIZED", status: 401 });
});

test("while the fence stands every write is refused with the time to wait, reads go on, and an unknown fence counts as one", async () => {
  const repo = newRepository();
  const kept = await registry.blobs.push(repo, randomBytes(100));
  let until: Date | null = new Date(Date.now() + 60_000);
  const fenced = await connect({ fence: async () => until });
  const writes = [
    () => fenced.blobs.push(repo, randomBytes(100)),
    () => fenced.blobs.push(repo, streamOf(randomBytes(100))),
    () => fenced.pushManifest(repo, artifactManifest({ artifactType, layers: [] }), "one"),
    () => fenced.blobs.mount(newRepository(), kept.digest, repo),
    () => fenced.deleteManifest(repo, kept.digest),
  ];
  const began = performance.now();
  for (const write of writes) {
    const failure = await failureOf(write);
    expect(failure).toBeInstanceOf(RegistryUnavailable);
    expect((failure as RegistryUnavailable).retryAfterMs).toBeGreaterThan(50_000);
  }
  expect(performance.now() - began).toBeLessThan(2000);
  expect(await fenced.blobs.has(repo, kept.digest)).toBe(true);
  until = null;
  await fenced.blobs.push(repo, randomBytes(100));

  const blind = await connect({ ...quick, fence: () => Promise.reject(new Error("no database")) });
  expect(await failureOf(() => blind.blobs.push(repo, randomBytes(100)))).toBeInstanceOf(RegistryUnavailable);
  expect(await blind.blobs.has(repo, kept.digest)).toBe(true);
});
