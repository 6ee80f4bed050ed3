import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { Upload } from "@slate/schema/api";
import { ApiError } from "@/lib/api-error.ts";
import { sendFile, type UploadServer } from "./send-file.ts";

const content = new Uint8Array(10_000).map((_, index) => (index * 31) % 251);
const file = new Blob([content]);
const at = "2026-03-10T12:00:00Z";

/** A server that keeps what it is sent and drops the connection when told so. */
function serverWith(received: Uint8Array, failures: ("before" | "after")[]) {
  let kept = received;
  const upload = (): Upload => ({
    id: "u",
    projectId: "p",
    path: "Assets/big.bin",
    size: content.length,
    receivedBytes: kept.length,
    chunkBytes: 1024,
    status: "open",
    error: null,
    sha256: null,
    changesetId: null,
    fileId: null,
    expiresAt: at,
    createdAt: at,
    updatedAt: at,
  });
  const offsets: number[] = [];
  const server: UploadServer = {
    get: async () => upload(),
    append: async (_, offset, chunk) => {
      const failure = failures.shift();
      if (failure === "before") throw new ApiError(0, "network", "", null, null);
      if (offset !== kept.length) throw new ApiError(409, "upload.offset", "", null, null);
      offsets.push(offset);
      kept = new Uint8Array([...kept, ...new Uint8Array(await chunk.arrayBuffer())]);
      if (failure === "after") throw new ApiError(0, "network", "", null, null);
      return upload();
    },
    complete: async (_, sha256) => ({ ...upload(), status: "done", sha256 }),
  };
  return { server, upload, offsets, kept: () => kept };
}

const sha256 = createHash("sha256").update(content).digest("hex");
const run = (place: ReturnType<typeof serverWith>, signal = new AbortController().signal) =>
  sendFile({ server: place.server, upload: place.upload(), file, onProgress: () => {}, signal, pause: async () => {} });

test("a file arrives whole, chunk by chunk, with the hash of all of it", async () => {
  const place = serverWith(new Uint8Array(), []);
  expect((await run(place)).sha256).toBe(sha256);
  expect(place.kept()).toEqual(content);
  expect(place.offsets.slice(0, 3)).toEqual([0, 1024, 2048]);
});

test("connections that break before or after a chunk counts cost nothing but time", async () => {
  const place = serverWith(new Uint8Array(), ["before", "after", "before", "before", "after"]);
  expect((await run(place)).sha256).toBe(sha256);
  expect(place.kept()).toEqual(content);
});

test("an upload that broke off goes on where the server stands, and is still hashed from its beginning", async () => {
  const place = serverWith(content.slice(0, 3000), []);
  expect((await run(place)).sha256).toBe(sha256);
  expect(place.offsets[0]).toBe(3000);
});

test("a refusal and a server that stays away end it", async () => {
  const away = serverWith(new Uint8Array(), Array<"before">(20).fill("before"));
  await expect(run(away)).rejects.toMatchObject({ code: "network" });
  const full = serverWith(new Uint8Array(), []);
  full.server.append = async () => {
    throw new ApiError(413, "project.quota", "", null, null);
  };
  await expect(run(full)).rejects.toMatchObject({ code: "project.quota" });
});
