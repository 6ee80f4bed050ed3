import { afterAll, expect, test } from "bun:test";
import { createApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { openDeps } from "./deps.ts";
import { type Client, createClient, listFiles, type TestProject, testProject, testStack, writeFile } from "./testing/index.ts";

const KiB = 1024;
const LIMIT_FILES = 10;
const LIMIT_BYTES = 400 * KiB;
const FILE_LIMIT_BYTES = 300 * KiB;

// The same app over the same servers as the test stack's, with limits small enough to reach.
const deps = openDeps(
  readConfig({
    ...testStack().services.projects,
    PROJECT_LIMIT_FILES: String(LIMIT_FILES),
    PROJECT_LIMIT_BYTES: String(LIMIT_BYTES),
    FILE_LIMIT_BYTES: String(FILE_LIMIT_BYTES),
    LOG_LEVEL: "silent",
  }),
);
const app = createApp(deps);
const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => app.fetch(request) });
afterAll(async () => {
  await server.stop(true);
  await deps.close();
});

test("guessing credentials counts against the address, whatever is guessed", async () => {
  const guarded = openDeps(readConfig({ ...testStack().services.projects, RATE_LIMIT_PER_ADDRESS: "5", LOG_LEVEL: "silent" }));
  const app = createApp(guarded);
  const guess = async (headers: Record<string, string>) =>
    (await app.fetch(new Request("http://localhost/api/projects", { headers: { ...headers, "X-Forwarded-For": address } }))).status;
  // An address of this test's own: the counters are everybody's.
  const address = `2001:db8:${crypto.randomUUID().slice(0, 4)}:${crypto.randomUUID().slice(0, 4)}::1`;
  const guesses = [{ Authorization: "Bearer a.b.c" }, { Authorization: "Basic eDp5" }, { Cookie: "__Host-slate=x" }, {}] as Record<
    string,
    string
  >[];
  const statuses: number[] = [];
  for (let i = 0; i < 8; i++) statuses.push(await guess(guesses[i % guesses.length] ?? {}));
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  await guarded.close();
});

async function limitedProject(): Promise<TestProject & { limited: Client }> {
  const project = await testProject();
  return { ...project, limited: createClient(server.url.href, project.member.headers) };
}
const create = (client: Client, projectId: string, path: string, content = "") => client.post("/api/files", { projectId, path, content });
const put = (client: Client, projectId: string, path: string, body: Uint8Array<ArrayBuffer> | ReadableStream) =>
  client.put(`/api/files/by-path?projectId=${projectId}&path=${path}`, body, {
    "Content-Type": "application/octet-stream",
    "If-None-Match": "*",
  });

test("a project never has more files than it may, however many write at once; a deletion makes room", async () => {
  const { limited, member, projectId } = await limitedProject();
  const answers = await Promise.all(Array.from({ length: 2 * LIMIT_FILES }, (_, i) => create(limited, projectId, `${i}.txt`)));
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(LIMIT_FILES);
  expect(answers.filter((answer) => answer.status === 422)).toHaveLength(LIMIT_FILES);
  const files = await listFiles(member, projectId);
  expect(files).toHaveLength(LIMIT_FILES);

  const [first, second] = files;
  if (!first || !second) throw new Error("there are ten");
  await writeFile(limited, second.id, 1, "edits are fine").expect(200);
  await limited.delete(`/api/files/${first.id}`, undefined, { "If-Match": "*" }).expect(200);
  await create(limited, projectId, "last.txt").expect(201);
  await limited.post(`/api/files/${first.id}/restore`).expectError(422, "project.quota_exceeded");
  const changes = [
    { op: "delete", fileId: second.id },
    { op: "create", path: "a.txt" },
    { op: "create", path: "b.txt" },
  ];
  await limited.post("/api/changesets", { projectId, changes }).expectError(422, "project.quota_exceeded");
  await limited.post("/api/changesets", { projectId, changes: changes.slice(0, 2) }).expect(201);
});

test("a project never has more bytes than it may, and what is too much leaves nothing behind", async () => {
  const { limited, member, projectId } = await limitedProject();
  const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => create(limited, projectId, `${i}.txt`, `${i}`.repeat(100 * KiB))));
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(4);
  await create(limited, projectId, "one.txt", "1").expectError(422, "project.quota_exceeded");
  const files = await listFiles(member, projectId);
  expect(files.reduce((sum, file) => sum + file.size, 0)).toBe(LIMIT_BYTES);

  const [first] = files;
  if (!first) throw new Error("there are four");
  await writeFile(limited, first.id, 1, "x".repeat(100 * KiB + 1)).expectError(422, "project.quota_exceeded");
  await writeFile(limited, first.id, 1, "x").expect(200);
  await create(limited, projectId, "one.txt", "1").expect(201);
  expect((await listFiles(member, projectId)).map((file) => file.version)).toEqual([2, 1, 1, 1, 1]);
});

test("a file too large is refused, whether it says its size or streams", async () => {
  const { limited, member, projectId } = await limitedProject();
  const bytes = new Uint8Array(FILE_LIMIT_BYTES + 1);
  const streamed = () =>
    new ReadableStream({
      async start(controller) {
        for (let i = 0; i < 10; i++) {
          controller.enqueue(bytes.subarray(0, 40 * KiB));
          await Bun.sleep(1);
        }
        controller.close();
      },
    });
  await put(limited, projectId, "a.bin", bytes).expectError(413, "file.too_large");
  await put(limited, projectId, "b.bin", streamed()).expectError(413, "file.too_large");
  expect(await listFiles(member, projectId)).toEqual([]);
  await put(limited, projectId, "c.bin", bytes.subarray(1)).expect(201);
});
