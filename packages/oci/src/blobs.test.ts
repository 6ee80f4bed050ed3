import { expect, test } from "bun:test";
import fc from "fast-check";
import { digestOf } from "./digest.ts";
import { artifactManifest } from "./manifest.ts";
import type { Content } from "./push-blob.ts";
import { connect, failureOf, newRepository, randomBytes, startGateway, streamOf } from "./test-registry.ts";

const registry = await connect();
const { blobs } = registry;

const read = async (repo: string, digest: string, options?: Parameters<typeof blobs.pull>[2]) =>
  new Uint8Array(await new Response((await blobs.pull(repo, digest, options)).stream).arrayBuffer());

/** Stores content and a manifest that holds it, as everything we keep is. */
async function keep(content: Content) {
  const repo = newRepository();
  const blob = await blobs.push(repo, content);
  const layers = [{ mediaType: "application/octet-stream", ...blob }];
  await registry.pushManifest(repo, artifactManifest({ artifactType: "application/vnd.slate.files.v1", layers }), "kept");
  return { repo, ...blob };
}

test("content held by a manifest reads back byte for byte, however it was given", async () => {
  const bytes = randomBytes(1_500_000);
  const small = bytes.slice(0, 3000);
  const given: [Content, Uint8Array][] = [
    [new Uint8Array(), new Uint8Array()],
    [small, small],
    [new Blob([small]), small],
    [new Blob([bytes]), bytes],
    [streamOf(bytes), bytes],
    [streamOf(new Uint8Array()), new Uint8Array()],
  ];
  for (const [content, expected] of given) {
    const { repo, digest, size } = await keep(content);
    expect({ digest, size }).toEqual({ digest: digestOf(expected), size: expected.byteLength });
    expect(await blobs.size(repo, digest)).toBe(expected.byteLength);
    expect(Buffer.compare(await read(repo, digest), expected)).toBe(0);
  }
});

test("any range reads what the content has of it; one outside is refused, and at once", async () => {
  const bytes = randomBytes(5000);
  const { repo, digest } = await keep(bytes);

  await fc.assert(
    fc.asyncProperty(fc.nat(4999), fc.option(fc.nat(9000), { nil: undefined }), fc.boolean(), async (start, more, sizeKnown) => {
      const end = more === undefined ? undefined : start + more;
      const pulled = await blobs.pull(repo, digest, { range: { start, end }, size: sizeKnown ? bytes.length : undefined });
      const expected = bytes.subarray(start, end === undefined ? undefined : end + 1);
      expect(pulled).toMatchObject({ start, length: expected.length, size: bytes.length });
      expect(Buffer.compare(await new Response(pulled.stream).bytes(), expected)).toBe(0);
    }),
    { numRuns: 40 },
  );
  for (const range of [{ start: 5000 }, { start: 9000, end: 9001 }, { start: 10, end: 9 }, { start: -1 }, { start: 0.5 }]) {
    expect(await failureOf(() => blobs.pull(repo, digest, { range }))).toMatchObject({
      code: "RANGE_INVALID",
      status: 416,
      retryable: false,
    });
  }
  // A caller wrong about the size meets the registry's own 416, whose announced body never comes.
  expect(await failureOf(() => blobs.pull(repo, digest, { range: { start: 6000 }, size: 9000 }))).toMatchObject({ code: "RANGE_INVALID" });
});

test("content that is not what was announced is refused, and nothing becomes visible", async () => {
  const bytes = randomBytes(50_000);
  const announced = digestOf(randomBytes(10));
  const wrong = [
    { code: "DIGEST_INVALID", options: { digest: announced } },
    { code: "SIZE_INVALID", options: { size: 49_999 } },
    { code: "SIZE_INVALID", options: { size: 50_001 } },
  ];
  for (const { code, options } of wrong) {
    for (const content of [bytes, new Blob([bytes]), streamOf(bytes)]) {
      const repo = newRepository();
      expect(await failureOf(() => blobs.push(repo, content, options))).toMatchObject({ code, retryable: false });
      expect(await blobs.has(repo, digestOf(bytes))).toBe(false);
      expect(await blobs.has(repo, announced)).toBe(false);
    }
  }
});

test("content damaged on its way to the registry is refused, and nothing becomes visible", async () => {
  await using gateway = await startGateway(async (request, forward) => {
    if (request.method !== "PUT" && request.method !== "PATCH") return forward(request);
    return forward(new Request(request, { body: flipLastBit(await request.bytes()) }));
  });
  const { blobs: damaging } = await connect({ url: gateway.url });
  const bytes = randomBytes(50_000);
  for (const content of [bytes, streamOf(bytes)]) {
    const repo = newRepository();
    expect(await failureOf(() => damaging.push(repo, content))).toMatchObject({ code: "DIGEST_INVALID", status: 400 });
    expect(await blobs.has(repo, digestOf(bytes))).toBe(false);
    expect(await blobs.has(repo, digestOf(flipLastBit(bytes)))).toBe(false);
  }
});

test("content damaged in the registry is noticed by its reader, who never gets all of it", async () => {
  await using gateway = await startGateway(async (request, forward) => {
    const answer = await forward(request);
    if (request.method !== "GET") return answer;
    return new Response(flipLastBit(await answer.bytes()), answer);
  });
  const bytes = randomBytes(300_000);
  const { repo, digest } = await keep(bytes);
  const { stream } = await (await connect({ url: gateway.url })).blobs.pull(repo, digest);

  let received = 0;
  const failure = await failureOf(async () => {
    for await (const chunk of stream) received += chunk.byteLength;
  });
  expect(failure).toMatchObject({ code: "DIGEST_INVALID" });
  expect(received).toBeLessThan(bytes.length);
});

test("a source that fails midway leaves nothing behind, and its own error comes out", async () => {
  const bytes = randomBytes(200_000);
  const broken = new Error("the browser went away");
  const source = streamOf(bytes).pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      flush() {
        throw broken;
      },
    }),
  );
  const repo = newRepository();
  expect(await failureOf(() => blobs.push(repo, source))).toBe(broken);
  expect(await blobs.has(repo, digestOf(bytes))).toBe(false);
});

test("a caller who gives up ends the transfer and its source", async () => {
  const caller = new AbortController();
  let cancelled: unknown;
  let chunks = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (++chunks === 20) caller.abort(new Error("enough"));
      controller.enqueue(randomBytes(50_000));
    },
    cancel(reason) {
      cancelled = reason;
    },
  });
  expect(await failureOf(() => blobs.push(newRepository(), endless, { signal: caller.signal }))).toBe(caller.signal.reason);
  expect(cancelled).toBe(caller.signal.reason);
});

test("a slow source is waited for, longer than the registry would be", async () => {
  const patient = await connect({ timeoutMs: 100 });
  const bytes = randomBytes(2000);
  const slow = streamOf(bytes, 1000).pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      async transform(chunk, controller) {
        await new Promise((resolve) => setTimeout(resolve, 250)); // the slowness itself
        controller.enqueue(chunk);
      },
    }),
  );
  expect(await patient.blobs.push(newRepository(), slow)).toEqual({ digest: digestOf(bytes), size: 2000 });
});

test("many blobs are stored in one go and answered in their order", async () => {
  const repo = newRepository();
  const contents = Array.from({ length: 120 }, (_, at) => randomBytes(1000 + at * 490));
  const stored = await blobs.pushMany(repo, contents);
  expect(stored).toEqual(contents.map((bytes) => ({ digest: digestOf(bytes), size: bytes.length })));
  for (const { digest, size } of stored) expect(await blobs.size(repo, digest)).toBe(size);
});

test("after a failed blob no further one is begun, and its failure comes out", async () => {
  const repo = newRepository();
  const broken = new Error("cannot be read");
  const failing = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(broken) });
  const [before, after] = [randomBytes(10), randomBytes(10)];
  expect(await failureOf(() => blobs.pushMany(repo, [before, failing, after], { concurrency: 1 }))).toBe(broken);
  expect(await blobs.has(repo, digestOf(before))).toBe(true);
  expect(await blobs.has(repo, digestOf(after))).toBe(false);
});

test("a blob is taken over from another repository only when that one has it", async () => {
  const bytes = randomBytes(1000);
  const { repo: from, digest } = await keep(bytes);
  const to = newRepository();
  expect(await blobs.mount(to, digestOf(randomBytes(10)), from)).toBe(false);
  expect(await blobs.has(to, digest)).toBe(false);
  expect(await blobs.mount(to, digest, from)).toBe(true);
  expect(await read(to, digest)).toEqual(bytes);
});

test("a blob is adopted from another repository, by a registry that mounts and by one that wants it sent", async () => {
  await using gateway = await startGateway(async (request, forward) => {
    const [withoutMount = ""] = request.url.split("?mount=");
    const answer = await forward(new Request(withoutMount, request));
    return request.method === "GET" ? new Response(await answer.bytes(), answer) : answer;
  });
  const { blobs: sending } = await connect({ url: gateway.url });
  const bytes = randomBytes(100_000);
  const { repo: from, digest, size } = await keep(bytes);
  for (const client of [blobs, sending]) {
    const to = newRepository();
    await client.adopt(to, { digest, size }, from);
    expect(await read(to, digest)).toEqual(bytes);
    const failure = await failureOf(() => client.adopt(to, { digest: digestOf(randomBytes(10)), size: 10 }, from));
    expect(failure).toMatchObject({ code: "BLOB_UNKNOWN" });
  }
});

test("a blob that is not there is null to ask for and BLOB_UNKNOWN to read", async () => {
  const [repo, digest] = [newRepository(), digestOf(randomBytes(10))];
  expect(await blobs.size(repo, digest)).toBeNull();
  for (const options of [{}, { range: { start: 0 } }]) {
    expect(await failureOf(() => blobs.pull(repo, digest, options))).toMatchObject({ code: "BLOB_UNKNOWN", status: 404 });
  }
});

function flipLastBit(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const flipped = new Uint8Array(bytes);
  const last = flipped.length - 1;
  if (last >= 0) flipped[last] = (flipped[last] ?? 0) ^ 1;
  return flipped;
}
