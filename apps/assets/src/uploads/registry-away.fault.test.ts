/** Uploads, downloads and previews while the registry, or the service itself, is away. Each test stops the real process and starts it again. */
import { afterEach, beforeAll, expect, test } from "bun:test";
import { Asset, File, Project, page, Upload } from "@slate/schema/api";
import sharp from "sharp";
import { type Control, openControl } from "../../../../infra/local/control.ts";
import { eventually, type TestWorkspace, testStack, testWorkspace } from "../../../../infra/testing/index.ts";

type Bytes = Uint8Array<ArrayBuffer>;
const MiB = 1024 * 1024;
const PATIENCE_MS = 20_000;
const BINARY = { "Content-Type": "application/octet-stream" };

let control: Control;
let space: TestWorkspace;
let projectId: string;
beforeAll(async () => {
  control = openControl(testStack().controlSocket);
  space = await testWorkspace();
  projectId = (await space.owner.post("/api/projects", { name: "Faults" }).expect(201, Project)).body.id;
});

const stopped = new Set<string>();
const stop = async (name: string) => {
  stopped.add(name);
  await control.stop(name);
};
const start = async (name: string) => {
  await control.start(name);
  stopped.delete(name);
};
afterEach(async () => {
  for (const name of stopped) await start(name);
});

const hashOf = (bytes: Uint8Array) => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
const noise = (sizeMiB: number): Bytes =>
  new Uint8Array(Buffer.concat(Array.from({ length: sizeMiB * 16 }, () => crypto.getRandomValues(new Uint8Array(65_536)))));
const begin = async (path: string, size: number): Promise<string> =>
  (await space.member.post("/api/assets/uploads", { projectId, path, size }).expect(201, Upload)).body.id;
const append = (id: string, offset: number, chunk: Bytes) =>
  space.member.patch(`/api/assets/uploads/${id}`, chunk, { ...BINARY, "Upload-Offset": String(offset) });
const complete = (id: string, bytes: Bytes) => space.member.post(`/api/assets/uploads/${id}/complete`, { sha256: hashOf(bytes) });
const stateOf = async (id: string): Promise<Upload> => (await space.member.get(`/api/assets/uploads/${id}`).expect(200, Upload)).body;
const paths = async () =>
  (await space.viewer.get(`/api/files?projectId=${projectId}`).expect(200, page(File))).body.items.map(({ path }) => path);

test("without the registry an upload waits where it is, and goes on when it is back; nothing is half-visible", async () => {
  const bytes = noise(2);
  const id = await begin("Assets/away.bin", bytes.length);
  await append(id, 0, bytes.slice(0, MiB)).expect(200);
  await stop("registry");
  await append(id, MiB, bytes.slice(MiB)).expectError(503, "server.unavailable");
  expect(await stateOf(id)).toMatchObject({ status: "open", receivedBytes: MiB });
  await start("registry");
  await append(id, MiB, bytes.slice(MiB)).expect(200);
  await stop("registry");
  await complete(id, bytes).expectError(503, "server.unavailable");
  expect(await stateOf(id)).toMatchObject({ status: "open", receivedBytes: 2 * MiB });
  expect(await paths()).not.toContain("Assets/away.bin");
  await start("registry");
  expect((await complete(id, bytes).expect(200, Upload)).body.status).toBe("done");
  expect(await paths()).toContain("Assets/away.bin");
}, 120_000);

test("an upload outlives the service: after a crash it goes on at the last whole chunk", async () => {
  const bytes = noise(3);
  const id = await begin("Assets/crash.bin", bytes.length);
  await append(id, 0, bytes.slice(0, MiB)).expect(200);
  // A chunk that is on its way when the service ends: a slow one, so that it cannot have arrived whole.
  let at = MiB;
  const slow = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await Bun.sleep(20);
      controller.enqueue(bytes.slice(at, at + 16_384));
      at += 16_384;
      if (at >= 2 * MiB) controller.close();
    },
  });
  const sending = space.member.patch(`/api/assets/uploads/${id}`, slow, { ...BINARY, "Upload-Offset": String(MiB) });
  const outcome = Promise.resolve(sending).then(
    ({ status }) => status,
    () => 0,
  );
  await eventually(() => expect(at).toBeGreaterThan(MiB + 100_000), PATIENCE_MS);
  const pid = (await control.status()).find(({ name }) => name === "assets")?.pid;
  process.kill(pid as number, "SIGKILL");
  expect(await outcome).not.toBe(200);
  await eventually(async () => expect((await stateOf(id)).receivedBytes).toBe(MiB), PATIENCE_MS);
  await append(id, MiB, bytes.slice(MiB)).expect(200);
  await complete(id, bytes).expect(200);
  expect(await paths()).toContain("Assets/crash.bin");
}, 120_000);

test("without the registry a picture is away, not broken: it is there when the registry is", async () => {
  const image = await sharp({ create: { width: 300, height: 300, channels: 3, background: "#884422" } })
    .png()
    .toBuffer();
  const query = new URLSearchParams({ projectId, path: "Assets/away.png" });
  await space.member.put(`/api/files/by-path?${query}`, new Uint8Array(image), { ...BINARY, "If-None-Match": "*" }).expect(201);
  const { id } = await eventually(async () => {
    const { items } = (await space.viewer.get(`/api/assets?projectId=${projectId}&limit=100`).expect(200, page(Asset))).body;
    return items.find(({ path }) => path === "Assets/away.png") ?? Promise.reject(new Error("no asset yet"));
  }, PATIENCE_MS);
  await stop("registry");
  await space.viewer.get(`/api/assets/${id}/preview`).expectError(503, "server.unavailable");
  await space.viewer.get(`/api/assets/${id}/content`).expectError(503, "server.unavailable");
  await start("registry");
  await eventually(() => space.viewer.get(`/api/assets/${id}/preview`).expect(200), PATIENCE_MS);
}, 120_000);
