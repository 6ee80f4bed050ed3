/** What still works, and what comes back, while a server is away. Each test stops the real process and starts it again. */
import { afterEach, beforeAll, expect, test } from "bun:test";
import { Changeset, File, Project, SignIn } from "../../packages/schema/src/api/index.ts";
import { type Control, openControl } from "../local/control.ts";
import { eventually, PASSWORD, type TestWorkspace, testStack, testWorkspace } from "../testing/index.ts";

let control: Control;
let space: TestWorkspace;
let project: Project;

beforeAll(async () => {
  control = openControl(testStack().controlSocket);
  space = await testWorkspace();
  project = (await space.owner.post("/api/projects", { name: "Faults" }).expect(201, Project)).body;
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
/** Processes of ours that ended and were started again. */
const restarts = async () =>
  (await control.status()).filter(({ name }) => ["auth", "projects", "realtime"].includes(name)).map(({ name, pid }) => `${name} ${pid}`);

const createFile = async (path: string, content = "one") =>
  (await space.member.post("/api/files", { projectId: project.id, path, content }).expect(201, File)).body;
const readContent = async (file: File) => (await space.member.get(`/api/files/${file.id}/content`).expect(200)).body;
const save = (file: File, version: number, content: string) =>
  space.member.put(`/api/files/${file.id}/content`, content, { "If-Match": `"${version}"`, "Content-Type": "application/octet-stream" });

test("without Redis people sign in, read and save; what was revoked stays revoked; nothing stale is served when it is back", async () => {
  const before = await restarts();
  const file = await createFile("redis/a.txt");
  await space.member.get(`/api/projects/${project.id}`).expect(200); // cached now
  await stop("redis");
  await eventually(() => save(file, 1, "two").expect(200));
  expect(await readContent(file)).toBe("two");
  await space.owner.patch(`/api/projects/${project.id}`, { description: "changed while Redis was away" }, { "If-Match": "*" }).expect(200);
  const { headers } = await space.anonymous.post("/api/auth/login", { email: space.viewer.email, password: PASSWORD }).expect(200, SignIn);
  const cookie = headers.getSetCookie()[0]?.split(";")[0] as string;
  const again = space.anonymous.with({ Cookie: cookie });
  await again.get("/api/auth/profile").expect(200);
  await again.post("/api/auth/logout", {}).expect(204);
  await again.get("/api/auth/profile").expectError(401, "auth.required");
  await start("redis");
  await again.get("/api/auth/profile").expectError(401, "auth.required");
  await eventually(async () => {
    const { body } = await space.member.get(`/api/projects/${project.id}`).expect(200, Project);
    expect(body.description).toBe("changed while Redis was away");
  });
  expect(await restarts()).toEqual(before);
}, 60_000);

test("without the replica reads go on from the primary, with no error", async () => {
  const file = await createFile("replica/a.txt");
  await stop("replica");
  for (let i = 0; i < 20; i++) {
    expect(await readContent(file)).toBe("one");
    await space.member.get(`/api/files?projectId=${project.id}`).expect(200);
  }
  expect((await save(file, 1, "two").expect(200)).status).toBe(200);
  expect(await readContent(file)).toBe("two");
}, 60_000);

test("without NATS saves succeed, and their events arrive once it is back", async () => {
  const before = await restarts();
  await stop("nats");
  const file = await createFile("nats/a.txt", "lighthouse keeper");
  await save(file, 1, "lighthouse keeper two").expect(200);
  await start("nats");
  // Search is fed by events: finding the text proves that they went through.
  await eventually(async () => {
    const { body } = await space.member.get(`/api/search?q=keeper&projectId=${project.id}`).expect(200);
    expect(JSON.stringify(body)).toContain(file.id);
  }, 30_000);
  expect(await restarts()).toEqual(before);
}, 90_000);

test("without the registry text is saved, binary is refused with 503, and nothing is half visible", async () => {
  await stop("registry");
  const text = await createFile("registry/text.txt");
  expect(await readContent(text)).toBe("one");
  const bytes = crypto.getRandomValues(new Uint8Array(1000));
  const put = () =>
    space.member.put(`/api/files/by-path?projectId=${project.id}&path=registry/blob.bin`, bytes, {
      "If-None-Match": "*",
      "Content-Type": "application/octet-stream",
    });
  await put().expectError(503, "server.unavailable");
  const { body } = await space.member.get(`/api/files?projectId=${project.id}&prefix=registry/`).expect(200);
  expect(JSON.stringify(body)).not.toContain("blob.bin");
  await start("registry");
  await put().expect(201, File);
}, 60_000);

test.each(["postgres", "pgbouncer"])(
  "a restart of %s ends no process of ours; requests are 503 or right, and then right",
  async (name) => {
    const before = await restarts();
    const file = await createFile(`restart/${name}.txt`);
    const seen = new Set<number>();
    let over = false;
    const knocking = (async () => {
      while (!over) seen.add((await space.member.get(`/api/files/${file.id}`)).status);
    })();
    await control.restart(name);
    await eventually(() => save(file, 1, "two").expect(200), 20_000);
    over = true;
    await knocking;
    for (const status of seen) expect([200, 503]).toContain(status);
    expect(await readContent(file)).toBe("two");
    const { body } = await space.member.get(`/api/files/${file.id}/versions`).expect(200);
    expect((body as { items: unknown[] }).items).toHaveLength(2);
    expect(await restarts()).toEqual(before);
  },
  90_000,
);

test("changes made while Redis and NATS are both away are all there, in order, afterwards", async () => {
  await stop("redis");
  await stop("nats");
  const file = await createFile("both/a.txt", "0");
  for (let version = 1; version <= 5; version++) await save(file, version, String(version)).expect(200);
  await start("nats");
  await start("redis");
  const { body } = await space.member.get(`/api/changesets?projectId=${project.id}&limit=6`).expect(200);
  const changesets = (body as { items: unknown[] }).items.map((item) => Changeset.parse(item));
  expect(changesets.map(({ counts }) => counts.edit + counts.create)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(await readContent(file)).toBe("5");
}, 60_000);
