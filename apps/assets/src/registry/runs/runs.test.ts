import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { artifactManifest, manifestDigest } from "@slate/oci";
import { File, page, RegistryRun, RegistryUsage, type StartRegistryRun } from "@slate/schema/api";
import { eventually, type Person, registerPerson, signInAgain, sqlAs, testStack } from "../../../../../infra/testing/index.ts";
import { readConfig } from "../../config.ts";
import { openDeps } from "../../deps.ts";
import { closeDatabase, database, placeAsset, testProject, testRegistry } from "../testing/project.ts";
import type { ScrubReport } from "./scrub.ts";
import { startNightly } from "./work.ts";

let admin: Person;
const registry = testRegistry();
beforeAll(async () => {
  const person = await registerPerson("Root");
  await database()`update users set roles = '{admin}' where id = ${person.userId}`;
  admin = await signInAgain(person);
});
afterAll(closeDatabase);

const random = (size: number) => crypto.getRandomValues(new Uint8Array(size));

/** Runs one to its end; waits for one of the same kind that somebody else began. */
async function run(wanted: StartRegistryRun): Promise<RegistryRun> {
  const { body: started } = await eventually(() => admin.post("/api/assets/registry/runs", wanted).expect(201, RegistryRun), 30_000);
  return eventually(async () => {
    const { body } = await admin.get("/api/assets/registry/runs").expect(200, page(RegistryRun));
    const found = (body.items as RegistryRun[]).find(({ id }) => id === started.id);
    if (found?.status !== "done") throw new Error(`the run is ${JSON.stringify(found)}`);
    return found;
  }, 100_000);
}

/** Where the registry's store has a blob on this machine. */
const blobFile = (sha256: string) => {
  const servers = readFileSync(join(testStack().logs, "..", "servers-folder"), "utf8").trim();
  return join(servers, "registry/data/docker/registry/v2/blobs/sha256", sha256.slice(0, 2), sha256, "data");
};

test("a scrub finds what a disk has damaged or lost, and names the files that it means; what is sound is not named", async () => {
  const project = await testProject();
  const paths = ["Assets/damaged.bin", "Assets/short.bin", "Assets/lost.bin", "Assets/sound.bin"];
  const files: Record<string, string> = {};
  for (const path of paths) {
    const query = new URLSearchParams({ projectId: project.projectId, path });
    const headers = { "Content-Type": "application/octet-stream", "If-None-Match": "*" };
    files[path] = (await project.member.put(`/api/files/by-path?${query}`, random(3000), headers).expect(201, File)).body.sha256;
  }
  const [damaged, short, lost] = paths.map((path) => blobFile(files[path] ?? ""));
  const bytes = readFileSync(damaged as string);
  bytes[1500] = (bytes[1500] ?? 0) ^ 1;
  writeFileSync(damaged as string, bytes);
  writeFileSync(short as string, bytes.subarray(0, 100));
  rmSync(lost as string);

  const report = (await run({ kind: "scrub", dryRun: false })).report as ScrubReport;
  const ours = report.faults.filter(({ repository }) => repository === project.repository("files"));
  expect(Object.fromEntries(ours.map(({ digest, files }) => [digest, files]))).toEqual(
    Object.fromEntries(paths.slice(0, 3).map((path) => [`sha256:${files[path]}`, [path]])),
  );
  const faultOf = (path: string) => ours.find(({ digest }) => digest === `sha256:${files[path]}`)?.fault;
  expect(faultOf("Assets/damaged.bin")).toBe("corrupt");
  expect(faultOf("Assets/lost.bin")).not.toBe("corrupt");
  expect(report.checked).toBeGreaterThanOrEqual(4);
}, 120_000);

test("usage counts blobs once, the artifacts beside them, and how much the limit has left", async () => {
  const project = await testProject();
  const asset = await placeAsset(project, "Assets/a.bin", random(5000));
  const usage = await eventually(async () => {
    const { body } = await project.viewer.get(`/api/assets/registry/usage?projectId=${project.projectId}`).expect(200, RegistryUsage);
    expect(body.artifacts.count).toBe(1);
    return body;
  }, 15_000);
  expect(asset.sha256).toHaveLength(64);
  expect([usage.files, usage.artifacts.bytes]).toEqual([{ blobs: 1, bytes: 5000 }, 5000]);
  expect(usage.usedBytes).toBeGreaterThan(5000);
  expect(usage.usedBytes).toBeLessThan(usage.limitBytes);
  await project.outsider.get(`/api/assets/registry/usage?projectId=${project.projectId}`).expectError(404, "workspace.not_found");
});

test("a clean-up ends previews of what no live asset has, and nothing that is still wanted; a dry run only counts", async () => {
  const project = await testProject();
  const asset = await placeAsset(project, "Assets/a.png", random(400));
  const sql = database();
  const repository = project.repository("previews");
  const keep = async (sourceSha256: string, name: string) => {
    const blob = await registry.blobs.push(repository, random(50));
    const layers = [{ mediaType: "image/webp", ...blob }];
    const { digest } = await registry.pushManifest(
      repository,
      artifactManifest({ artifactType: "application/vnd.slate.preview.v1", layers }),
      name,
    );
    await sql`insert into slate_asset_previews (workspace_id, project_id, source_sha256, pixels, width, height, media_type, sha256, size, manifest_digest, created_at)
      values (${project.id}, ${project.projectId}, decode(${sourceSha256}, 'hex'), 64, 64, 64, 'image/webp', decode(${blob.digest.slice(7)}, 'hex'), 50, ${digest},
        now() - interval '100 days')`;
  };
  await keep(asset.sha256, "wanted");
  await keep("0".repeat(64), "unwanted");
  const tags = async () => (await registry.listTags(repository)).sort();

  await run({ kind: "retain", dryRun: true });
  expect(await tags()).toEqual(["unwanted", "wanted"]);
  const { report } = await run({ kind: "retain", dryRun: false });
  expect(report).toMatchObject({ previews: { rows: expect.any(Number) } });
  expect(await tags()).toEqual(["wanted"]);
  const rows = await sql`select encode(source_sha256, 'hex') as source from slate_asset_previews where project_id = ${project.projectId}`;
  expect(rows.map(({ source }) => source)).toEqual([asset.sha256]);
}, 120_000);

test("runs are for administrators of the installation", async () => {
  const project = await testProject();
  await project.owner.get("/api/assets/registry/runs").expectError(403, "auth.forbidden");
  await project.owner.post("/api/assets/registry/runs", { kind: "scrub" }).expectError(403, "auth.forbidden");
  await admin.post("/api/assets/registry/runs", { kind: "everything" }).expectError(400, "request.invalid");
});

test("a clean-up ends what was left in an inbox and the parts of uploads that are over; what is awaited or under way stays, and so do files", async () => {
  const project = await testProject();
  const sql = database();
  const file = await placeAsset(project, "Assets/kept.bin", random(2000));
  const hold = async (kind: "inbox" | "uploads", tag: string, before: (digest: string) => Promise<unknown>) => {
    const repository = project.repository(kind);
    const layers = [{ mediaType: "application/octet-stream", ...(await registry.blobs.push(repository, random(40))) }];
    const manifest = artifactManifest({ artifactType: "application/vnd.slate.test.v1", layers });
    await before(manifestDigest(manifest));
    await registry.pushManifest(repository, manifest, tag);
  };
  // Rows of the future, which nobody deals with meanwhile.
  const pushed = (tag: string, status: string) =>
    hold(
      "inbox",
      tag,
      (digest) => sql`
      insert into slate_registry_pushes (id, workspace_id, project_id, repository, reference, manifest_digest, status, updated_at)
      values (${Bun.randomUUIDv7()}, ${project.id}, ${project.projectId}, ${project.repository("inbox")}, ${tag}, ${digest}, ${status}, now() + interval '1 hour')`,
    );
  await pushed("left-over", "refused");
  await pushed("awaited", "received");
  const ids = { open: Bun.randomUUIDv7(), done: Bun.randomUUIDv7() };
  for (const [status, id] of Object.entries(ids))
    await hold(
      "uploads",
      `${id}-0`,
      () => sql`
      insert into slate_uploads (id, workspace_id, project_id, author, user_id, path, size, status, expires_at, updated_at)
      values (${id}, ${project.id}, ${project.projectId}, '{}', ${project.member.userId}, 'a.bin', 40, ${status}, now() + interval '1 hour', now() - interval '2 hours')`,
    );
  const there = async () => [await registry.listTags(project.repository("inbox")), await registry.listTags(project.repository("uploads"))];

  await run({ kind: "retain", dryRun: true });
  expect((await there()).map((tags) => tags.length)).toEqual([2, 2]);
  await run({ kind: "retain", dryRun: false });
  expect(await there()).toEqual([["awaited"], [`${ids.open}-0`]]);
  expect(await registry.blobs.has(project.repository("files"), `sha256:${file.sha256}`)).toBe(true);
}, 120_000);

test("a night has its scrub and its clean-up once, at its hour, whatever only looked or failed before", async () => {
  const sql = database();
  const deps = openDeps(readConfig({ ...testStack().services.assets, LOG_LEVEL: "silent" }));
  const hour = deps.config.REGISTRY_NIGHTLY_HOUR_UTC;
  const [{ now } = { now: "" }] = await sql`select now()::text as now`;
  const underWay = () => sql`select kind from slate_registry_runs where status in ('waiting', 'running') and kind <> 'collect'`;
  await eventually(async () => expect(await underWay()).toHaveLength(0), 60_000);
  const added = () =>
    sql`select kind, status from slate_registry_runs where created_at > ${now}::text::timestamptz and kind <> 'collect' order by kind`;
  try {
    await sql`update slate_registry_runs set created_at = created_at - interval '1 day' where status in ('done', 'failed')`;
    await sql`insert into slate_registry_runs (id, kind, dry_run, status, created_at) values
      (${Bun.randomUUIDv7()}, 'retain', true, 'done', now() - interval '1 minute'), (${Bun.randomUUIDv7()}, 'scrub', false, 'failed', now() - interval '1 minute')`;
    await startNightly(deps, (hour + 1) % 24);
    expect(await added()).toHaveLength(0);
    await Promise.all([startNightly(deps, hour), startNightly(deps, hour)]);
    expect((await added()).map(({ kind }) => kind)).toEqual(["retain", "scrub"]);
    await startNightly(deps, hour);
    expect(await added()).toHaveLength(2);
  } finally {
    await deps.close();
  }
}, 120_000);

test("a collection that nobody takes can be cancelled, and gives way by itself after an hour", async () => {
  const sql = database();
  const start = () => admin.post("/api/assets/registry/runs", { kind: "collect", dryRun: true });
  const { body: first } = await start().expect(201, RegistryRun);
  await start().expectError(409, "registry.run_under_way");
  const { body: cancelled } = await admin.post(`/api/assets/registry/runs/${first.id}/cancel`).expect(200, RegistryRun);
  expect([cancelled.status, cancelled.phase]).toEqual(["failed", "cancelled"]);
  await admin.post(`/api/assets/registry/runs/${first.id}/cancel`).expectError(409, "registry.run_begun");
  await admin.post(`/api/assets/registry/runs/${Bun.randomUUIDv7()}/cancel`).expectError(404, "registry.run_not_found");

  const { body: second } = await start().expect(201, RegistryRun);
  await sql`update slate_registry_runs set updated_at = now() - interval '2 hours' where id = ${second.id}`;
  const { body: third } = await eventually(() => start().expect(201, RegistryRun), 10_000);
  await admin.post(`/api/assets/registry/runs/${third.id}/cancel`).expect(200);
}, 30_000);

test("reports, which name what is every tenant's, are nothing that the role of requests can read", async () => {
  await expect(sqlAs("assets")`select 1 from slate_registry_runs`.then(() => {})).rejects.toThrow("permission denied");
});
