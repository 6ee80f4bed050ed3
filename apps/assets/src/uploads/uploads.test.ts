import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { File, NewApiKey, Project, page, Upload } from "@slate/schema/api";
import {
  closeSql,
  eventually,
  type Person,
  sqlAsOwner,
  type TestWorkspace,
  testStack,
  testWorkspace,
} from "../../../../infra/testing/index.ts";

type Bytes = Uint8Array<ArrayBuffer>;
const MiB = 1024 * 1024;
const CHUNK = 16 * MiB;

let space: TestWorkspace;
beforeAll(async () => {
  space = await testWorkspace();
});
afterAll(closeSql);

const newProject = async () => (await space.owner.post("/api/projects", { name: `P ${crypto.randomUUID()}` }).expect(201, Project)).body.id;
const hashOf = (bytes: Uint8Array) => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
const digestOf = (bytes: Uint8Array) => `sha-256=:${new Bun.CryptoHasher("sha256").update(bytes).digest("base64")}:`;
function noise(size: number): Bytes {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(size, at + 65_536)));
  return bytes;
}

type About = { projectId: string; size: number; path?: string; [more: string]: unknown };
const open = ({ path = "Assets/Movie.mp4", ...about }: About, who: Person = space.member) =>
  who.post("/api/assets/uploads", { path, ...about });
const begin = async (about: About, who?: Person): Promise<string> => (await open(about, who).expect(201, Upload)).body.id;
const append = (id: string, offset: number, chunk: Bytes | ReadableStream, more: Record<string, string> = {}, who: Person = space.member) =>
  who.patch(`/api/assets/uploads/${id}`, chunk, { "Content-Type": "application/octet-stream", "Upload-Offset": String(offset), ...more });
const complete = (id: string, sha256: string, who: Person = space.member) => who.post(`/api/assets/uploads/${id}/complete`, { sha256 });
const stateOf = async (id: string): Promise<Upload> => (await space.member.get(`/api/assets/uploads/${id}`).expect(200, Upload)).body;

/** All chunks of `bytes`, from where the upload is. */
async function sendAll(id: string, bytes: Bytes, chunkBytes = CHUNK): Promise<void> {
  for (let at = (await stateOf(id)).receivedBytes; at < bytes.length; at += chunkBytes)
    await append(id, at, bytes.slice(at, at + chunkBytes)).expect(200);
}
async function filesOf(projectId: string): Promise<File[]> {
  return (await space.viewer.get(`/api/files?projectId=${projectId}`).expect(200, page(File))).body.items;
}
async function readFile(id: string): Promise<Bytes> {
  const response = await fetch(new URL(`/api/files/${id}/content`, testStack().gatewayUrl), { headers: space.viewer.headers });
  return new Uint8Array(await response.arrayBuffer());
}
/** How many blobs an upload still keeps from garbage collection. */
async function heldBy(id: string): Promise<number> {
  const [row] = await sqlAsOwner()`select count(*)::int as chunks from slate_upload_chunks where upload_id = ${id}`;
  return row?.chunks;
}

describe("an upload", () => {
  test("becomes a file, byte for byte, in one changeset of its author, and is invisible before", async () => {
    const projectId = await newProject();
    const bytes = noise(2 * CHUNK + 12_345);
    const created = (await open({ projectId, size: bytes.length, message: "The movie" }).expect(201, Upload)).body;
    expect(created).toMatchObject({ status: "open", receivedBytes: 0, chunkBytes: CHUNK, fileId: null });
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const chunk = bytes.slice(at, at + CHUNK);
      const { body, headers } = await append(created.id, at, chunk, { "Content-Digest": digestOf(chunk) }).expect(200, Upload);
      expect([body.receivedBytes, headers.get("upload-offset")]).toEqual([at + chunk.length, String(at + chunk.length)]);
      expect(await filesOf(projectId)).toEqual([]);
    }
    const { body } = await complete(created.id, hashOf(bytes)).expect(200, Upload);
    const [file] = await filesOf(projectId);
    expect(body).toMatchObject({ status: "done", fileId: file?.id as string, error: null });
    expect(file).toMatchObject({ path: "Assets/Movie.mp4", size: bytes.length, sha256: hashOf(bytes), binary: true, version: 1 });
    expect(hashOf(await readFile(file?.id as string))).toBe(hashOf(bytes));
    const { items } = (await space.viewer.get(`/api/changesets?projectId=${projectId}`).expect(200)).body as {
      items: { id: string; message: string; author: { id: string } }[];
    };
    expect(items).toMatchObject([{ id: body.changesetId, message: "The movie", author: { id: space.member.userId } }]);
    expect((await complete(created.id, hashOf(bytes)).expect(200, Upload)).body).toEqual(body);
    expect(items).toHaveLength(1);
    expect(await heldBy(created.id)).toBe(0);
  }, 60_000);

  test("replaces a file at the version that it was begun for, and may be small or text", async () => {
    const projectId = await newProject();
    const text = new Uint8Array(Buffer.from("only a little text\n"));
    const first = await begin({ projectId, size: text.length, path: "notes.txt" });
    await append(first, 0, text).expect(200);
    await complete(first, hashOf(text)).expect(200);
    const bytes = noise(MiB);
    const second = await begin({ projectId, size: bytes.length, path: "Notes.txt", ifVersion: 1 });
    await sendAll(second, bytes, 300 * 1024);
    await complete(second, hashOf(bytes)).expect(200);
    const files = await filesOf(projectId);
    expect(files).toMatchObject([{ path: "notes.txt", version: 2, sha256: hashOf(bytes) }]);
    // What is there already needs no changeset.
    const third = await begin({ projectId, size: bytes.length, path: "notes.txt", ifVersion: 2 });
    await sendAll(third, bytes);
    expect((await complete(third, hashOf(bytes)).expect(200, Upload)).body).toMatchObject({ status: "done", changesetId: null });
    expect((await filesOf(projectId))[0]?.version).toBe(2);
  }, 30_000);

  test("goes on at the last whole chunk after a connection that broke off in the middle", async () => {
    const projectId = await newProject();
    const bytes = noise(3 * MiB);
    const id = await begin({ projectId, size: bytes.length });
    await append(id, 0, bytes.slice(0, MiB)).expect(200);
    for (const framing of ["length", "chunked"] as const) {
      await breakOff(id, MiB, noise(MiB), framing); // other bytes: if any of them counted, the hash would tell
      // The next try is what a client would do: ask, and send again from there.
      await eventually(async () => {
        const asked = await fetch(new URL(`/api/assets/uploads/${id}`, testStack().gatewayUrl), {
          method: "HEAD",
          headers: space.member.headers,
        });
        expect([asked.status, asked.headers.get("upload-offset")]).toEqual([200, String(MiB)]);
      });
    }
    await sendAll(id, bytes, MiB);
    await complete(id, hashOf(bytes)).expect(200);
    expect((await filesOf(projectId))[0]?.sha256).toBe(hashOf(bytes));
  }, 30_000);

  test("takes the right chunk only, and tells where it starts", async () => {
    const projectId = await newProject();
    const bytes = noise(2 * MiB);
    const id = await begin({ projectId, size: bytes.length });
    await append(id, 0, bytes.slice(0, MiB)).expect(200);
    for (const offset of [0, MiB - 1, MiB + 1, 3 * MiB]) {
      const { body, headers } = await append(id, offset, bytes.slice(0, MiB)).expectError(409, "upload.offset");
      expect([body.error.details, headers.get("upload-offset")]).toEqual([{ offset: MiB }, String(MiB)]);
    }
    await append(id, MiB, noise(MiB + 1)).expectError(413, "upload.chunk_too_large");
    await append(id, MiB, noise(1000)).expectError(422, "upload.chunk_too_small");
    await append(id, MiB, new Uint8Array()).expectError(422, "upload.chunk_too_small");
    await append(id, MiB, bytes.slice(MiB), { "Content-Digest": digestOf(bytes) }).expectError(422, "upload.digest_mismatch");
    await append(id, MiB, bytes.slice(MiB), { Digest: "sha-256=nonsense" }).expectError(400, "request.invalid");
    await append(id, MiB, bytes.slice(MiB), { "Upload-Offset": "-1" }).expectError(400, "request.invalid");
    await append(id, MiB, bytes.slice(MiB), { "Upload-Offset": "" }).expectError(400, "request.invalid");
    const range = { "Upload-Offset": "", "Content-Range": `bytes ${MiB}-${2 * MiB - 1}/${2 * MiB}` };
    expect((await append(id, MiB, bytes.slice(MiB), range).expect(200, Upload)).body.receivedBytes).toBe(2 * MiB);
    await complete(id, hashOf(bytes)).expect(200);
  }, 30_000);

  test("is one of many that are sent at once: the first counts, the others learn where it goes on", async () => {
    const projectId = await newProject();
    const bytes = noise(MiB);
    const id = await begin({ projectId, size: 2 * MiB });
    const answers = await Promise.all(Array.from({ length: 4 }, (_, i) => append(id, 0, i % 2 ? bytes : noise(MiB))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect((await stateOf(id)).receivedBytes).toBe(MiB);
    expect(await heldBy(id)).toBe(1);
  });

  test("completed twice at once makes one file", async () => {
    const projectId = await newProject();
    const bytes = noise(2 * MiB);
    const id = await begin({ projectId, size: bytes.length });
    await sendAll(id, bytes, MiB);
    const answers = await Promise.all([1, 2, 3].map(() => complete(id, hashOf(bytes))));
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    for (const { status, body } of answers) if (status !== 200) expect(body).toMatchObject({ error: { code: "upload.completing" } });
    expect(await filesOf(projectId)).toHaveLength(1);
  });

  test("whose completion died with its process is completed by another, also when the file was made already", async () => {
    const projectId = await newProject();
    const bytes = noise(2 * MiB);
    const id = await begin({ projectId, size: bytes.length });
    await sendAll(id, bytes, MiB);
    const die = () =>
      sqlAsOwner()`update slate_uploads set status = 'completing', updated_at = now() - interval '2 minutes', file_id = null where id = ${id}`;
    await die();
    const first = (await complete(id, hashOf(bytes)).expect(200, Upload)).body;
    await die();
    const again = (await complete(id, hashOf(bytes)).expect(200, Upload)).body;
    expect([again.fileId, again.changesetId]).toEqual([first.fileId, first.changesetId]);
    expect(await filesOf(projectId)).toMatchObject([{ version: 1 }]);
  }, 20_000);

  test("is only its author's to continue, and only members'", async () => {
    const projectId = await newProject();
    await open({ projectId, size: MiB }, space.viewer).expectError(403, "auth.forbidden");
    const id = await begin({ projectId, size: MiB });
    await append(id, 0, noise(MiB), {}, space.admin).expectError(403, "auth.forbidden");
    await complete(id, hashOf(noise(1)), space.admin).expectError(403, "auth.forbidden");
    await space.admin.delete(`/api/assets/uploads/${id}`).expectError(403, "auth.forbidden");
    const stranger = await testWorkspace();
    await stranger.member.get(`/api/assets/uploads/${id}`).expectError(404, "upload.not_found");
    await append(id, 0, noise(MiB), {}, stranger.member).expectError(404, "upload.not_found");
    await open({ projectId, size: MiB }, stranger.member).expectError(404, "project.not_found");
    const { key } = (
      await space.member.post("/api/keys", { name: "half", scopes: ["asset.write"], expiresInDays: 1 }).expect(201, NewApiKey)
    ).body;
    await space.anonymous
      .post("/api/assets/uploads", { projectId, path: "a.bin", size: 1 }, { Authorization: `Bearer ${key}` })
      .expectError(403, "auth.forbidden");
  });

  test("is listed for its author while it is open, so that it can be gone on with", async () => {
    const projectId = await newProject();
    const first = await begin({ projectId, size: MiB, path: "a.bin" });
    const second = await begin({ projectId, size: MiB, path: "b.bin" });
    await space.member.delete(`/api/assets/uploads/${first}`).expect(200);
    const list = async (who: Person, query = "") =>
      (await who.get(`/api/assets/uploads?projectId=${projectId}${query}`).expect(200, page(Upload))).body.items.map(({ id }) => id);
    expect(await list(space.member)).toEqual([second, first]);
    expect(await list(space.member, "&status=open")).toEqual([second]);
    expect(await list(space.admin)).toEqual([]);
  });
});

describe("an upload is refused before its first byte", () => {
  test("when it is too large, or the project has no room for it beside the other uploads", async () => {
    const projectId = await newProject();
    await open({ projectId, size: 512 * MiB + 1 }).expectError(413, "file.too_large");
    await open({ projectId, size: 0 }).expectError(400, "request.invalid");
    const [row] = await sqlAsOwner()`
      insert into slate_uploads (id, workspace_id, project_id, author, user_id, path, size, expires_at)
      values (${Bun.randomUUIDv7()}, ${space.id}, ${projectId}, '{}', ${space.admin.userId}, 'big', ${20 * 1024 * MiB - MiB}, now() + interval '1 hour')
      returning id`;
    await open({ projectId, size: MiB + 1 }).expectError(422, "project.quota_exceeded");
    const fits = await Promise.all(Array.from({ length: 4 }, (_, i) => open({ projectId, size: MiB / 2, path: `${i}.bin` })));
    expect(fits.map(({ status }) => status).sort()).toEqual([201, 201, 422, 422]);
    await sqlAsOwner()`update slate_uploads set expires_at = now() where id = ${row?.id}`;
    await open({ projectId, size: MiB + 1 }).expect(201);
  });

  test("when the file exists, has another version, is locked, or the project takes no files", async () => {
    const projectId = await newProject();
    const { body: file } = await space.member.post("/api/files", { projectId, path: "Assets/a.bin", content: "1" }).expect(201, File);
    await open({ projectId, size: 1, path: "assets/A.bin" }).expectError(412, "file.exists");
    await open({ projectId, size: 1, path: "Assets/a.bin", ifVersion: 2 }).expectError(412, "request.stale");
    await open({ projectId, size: 1, path: "Assets/b.bin", ifVersion: 1 }).expectError(404, "file.not_found");
    for (const path of ["../a", "/a", "a\\b", "con", "a/./b", ""])
      await open({ projectId, size: 1, path }).expectError(400, "request.invalid");
    await space.admin.post("/api/locks", { fileId: file.id }).expect(201);
    await open({ projectId, size: 1, path: "Assets/a.bin", ifVersion: 1 }).expectError(423, "file.locked");
    const archived = await newProject();
    await sqlAsOwner()`update slate_projects set archived_at = now() where id = ${archived}`;
    await open({ projectId: archived, size: 1 }).expectError(409, "project.archived");
    await open({ projectId: crypto.randomUUID(), size: 1 }).expectError(404, "project.not_found");
  });

  test("when somebody has as many open as anybody may", async () => {
    const own = await testWorkspace();
    const projectId = (await own.owner.post("/api/projects", { name: "P" }).expect(201, Project)).body.id;
    const opened = await Promise.all(Array.from({ length: 12 }, (_, i) => open({ projectId, size: 1, path: `${i}.bin` }, own.member)));
    expect(opened.filter(({ status }) => status === 201)).toHaveLength(10);
    await open({ projectId, size: 1 }, own.member).expectError(409, "upload.too_many");
    await open({ projectId, size: 1 }, own.admin).expect(201);
  });
});

describe("an upload that does not end well leaves nothing", () => {
  test("when its hash is wrong", async () => {
    const projectId = await newProject();
    for (const size of [MiB, 2 * MiB]) {
      const bytes = noise(size);
      const id = await begin({ projectId, size });
      await sendAll(id, bytes, MiB);
      await complete(id, hashOf(noise(10))).expectError(422, "upload.digest_mismatch");
      expect(await stateOf(id)).toMatchObject({ status: "failed", error: { code: "upload.digest_mismatch" } });
      await complete(id, hashOf(bytes)).expectError(409, "upload.ended");
      await append(id, 0, bytes).expectError(409, "upload.ended");
      expect(await heldBy(id)).toBe(0);
    }
    expect(await filesOf(projectId)).toEqual([]);
  }, 30_000);

  test("when bytes are missing, or the digest differs from the one it was begun with: then it stays open", async () => {
    const projectId = await newProject();
    const bytes = noise(MiB);
    const id = await begin({ projectId, size: 2 * MiB, sha256: hashOf(bytes) });
    await append(id, 0, bytes).expect(200);
    const { headers } = await complete(id, hashOf(bytes)).expectError(409, "upload.incomplete");
    expect(headers.get("upload-offset")).toBe(String(MiB));
    await append(id, MiB, bytes).expect(200);
    await complete(id, hashOf(noise(1))).expectError(422, "upload.digest_mismatch");
    expect((await stateOf(id)).status).toBe("open");
  });

  test("when the file has got in its way; it can be completed once that has gone", async () => {
    const projectId = await newProject();
    const bytes = noise(MiB);
    const id = await begin({ projectId, size: MiB, path: "a.bin" });
    await sendAll(id, bytes);
    const { body: file } = await space.member.post("/api/files", { projectId, path: "a.bin", content: "quicker" }).expect(201, File);
    await complete(id, hashOf(bytes)).expectError(409, "file.path_taken");
    expect(await stateOf(id)).toMatchObject({ status: "open", error: { code: "file.path_taken" } });
    await space.member.delete(`/api/files/${file.id}`, undefined, { "If-Match": "*" }).expect(200);
    expect((await complete(id, hashOf(bytes)).expect(200, Upload)).body).toMatchObject({ status: "done", error: null });
    expect(await filesOf(projectId)).toMatchObject([{ path: "a.bin", sha256: hashOf(bytes) }]);
  });

  test("when it is cancelled, once or twice", async () => {
    const projectId = await newProject();
    const id = await begin({ projectId, size: 2 * MiB });
    await append(id, 0, noise(MiB)).expect(200);
    for (const _ of [1, 2]) {
      const { body } = await space.member.delete(`/api/assets/uploads/${id}`).expect(200, Upload);
      expect(body.status).toBe("cancelled");
    }
    expect(await heldBy(id)).toBe(0);
    await append(id, MiB, noise(MiB)).expectError(409, "upload.ended");
  });

  test("when its time is over", async () => {
    const projectId = await newProject();
    const id = await begin({ projectId, size: 2 * MiB });
    await append(id, 0, noise(MiB)).expect(200);
    await sqlAsOwner()`update slate_uploads set expires_at = now() - interval '1 second' where id = ${id}`;
    await append(id, MiB, noise(MiB)).expectError(410, "upload.expired");
    await complete(id, hashOf(noise(1))).expectError(410, "upload.expired");
    expect(await filesOf(projectId)).toEqual([]);
  });
});

/** Sends the beginning of a chunk and drops the connection. */
async function breakOff(id: string, offset: number, chunk: Bytes, framing: "length" | "chunked"): Promise<void> {
  const { gatewayUrl } = testStack();
  const { hostname, port } = new URL(gatewayUrl);
  const length = framing === "length" ? { "Content-Length": String(chunk.length) } : { "Transfer-Encoding": "chunked" };
  const headers = {
    ...space.member.headers,
    Host: `${hostname}:${port}`,
    "Content-Type": "application/octet-stream",
    "Upload-Offset": String(offset),
    ...length,
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const half = chunk.slice(0, chunk.length / 2);
  const socket = connect(Number(port), "127.0.0.1");
  socket.on("error", () => {});
  socket.write(`PATCH /api/assets/uploads/${id} HTTP/1.1\r\n${head.join("")}\r\n`);
  if (framing === "chunked") socket.write(`${chunk.length.toString(16)}\r\n`);
  await new Promise<void>((resolve) => socket.write(half, () => resolve()));
  await new Promise<void>((resolve) => socket.end(resolve));
}
