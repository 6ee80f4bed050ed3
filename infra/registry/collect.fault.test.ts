/** Garbage collection against the real registry: what must stay stays, what nobody names goes, and meanwhile only reading is possible. */
import { afterAll, expect, test } from "bun:test";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { artifactManifest, createRegistry } from "../../packages/oci/src/index.ts";
import { File, NewApiKey, Project, page, RegistryRun } from "../../packages/schema/src/api/index.ts";
import { openControl } from "../local/control.ts";
import {
  closeSql,
  eventually,
  registerPerson,
  signInAgain,
  sqlAsOwner,
  type TestWorkspace,
  testStack,
  testWorkspace,
} from "../testing/index.ts";

afterAll(closeSql);

const state = testStack();
const key = { keyPem: readFileSync(state.registryTokenKeyFile, "utf8"), certPem: readFileSync(state.registryTokenCertFile, "utf8") };
const registry = createRegistry({ url: state.registryUrl, token: { ...key, issuer: "slate", service: "slate-registry" } });
const random = (size: number) => crypto.getRandomValues(new Uint8Array(size));

async function administrator() {
  const person = await registerPerson("Root");
  await sqlAsOwner()`update users set roles = '{admin}' where id = ${person.userId}`;
  return signInAgain(person);
}

const putFile = (space: TestWorkspace, projectId: string, path: string, bytes: Uint8Array<ArrayBuffer>) =>
  space.member.put(`/api/files/by-path?${new URLSearchParams({ projectId, path })}`, bytes, {
    "Content-Type": "application/octet-stream",
    "If-None-Match": "*",
  });
const contentOf = async (space: TestWorkspace, file: File) => {
  const response = await fetch(`${state.gatewayUrl}/api/files/${file.id}/content`, { headers: space.member.headers });
  return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
};

/** What the token route grants for an inbox. */
async function grantedActions(space: TestWorkspace, apiKey: string, repository: string): Promise<string[]> {
  const query = `scope=repository:${repository}:pull,push`;
  const { body } = await space.anonymous
    .get(`/api/assets/registry/token?${query}`, { Authorization: `Basic ${btoa(`key:${apiKey}`)}` })
    .expect(200);
  const claims = JSON.parse(Buffer.from((body as { token: string }).token.split(".")[1] ?? "", "base64url").toString());
  return claims.access[0]?.actions ?? [];
}

test("a collection removes what nobody names and nothing else; while its fence stands pushes are a clear 503 and reading goes on", async () => {
  const [space, admin] = await Promise.all([testWorkspace(), administrator()]);
  const projectId = (await space.member.post("/api/projects", { name: "Collected" }).expect(201, Project)).body.id;
  const apiKey = (await space.member.post("/api/keys", { name: "k", scopes: ["asset.read", "asset.write"] }).expect(201, NewApiKey)).body
    .key;
  const kept = random(10_000);
  const file = (await putFile(space, projectId, "kept.bin", kept).expect(201, File)).body;
  const old = (await putFile(space, projectId, "old.bin", random(9000)).expect(201, File)).body;
  await space.member.delete(`/api/files/${old.id}`, undefined, { "If-Match": '"1"' }).expect(200); // its version stays
  const repository = `ws-${space.id}/p-${projectId}`;
  const garbage = await registry.blobs.push(`${repository}/inbox`, random(8000)); // held by no manifest
  // Each service looks at the fence for itself, once a second.
  await eventually(async () => expect(await grantedActions(space, apiKey, `${repository}/inbox`)).toEqual(["pull", "push"]));

  const { body: run } = await admin.post("/api/assets/registry/runs", { kind: "collect", dryRun: false }).expect(201, RegistryRun);
  const job = Bun.spawn([process.execPath, join(import.meta.dir, "collect.ts"), "--wait-seconds", "6"], {
    stdout: "pipe",
    stderr: "inherit",
  });
  const found = async () => {
    const { body } = await admin.get("/api/assets/registry/runs").expect(200, page(RegistryRun));
    return (body.items as RegistryRun[]).find(({ id }) => id === run.id);
  };
  await eventually(async () => expect((await found())?.phase).toContain("waiting"), 20_000);

  // Services notice within a second.
  await eventually(async () => expect(await grantedActions(space, apiKey, `${repository}/inbox`)).toEqual(["pull"]), 3000);
  const during = random(7000);
  const { headers } = await putFile(space, projectId, "during.bin", during).expectError(503, "server.unavailable");
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  await space.member.post("/api/files", { projectId, path: "text.txt", content: "text needs no registry" }).expect(201);
  expect(await contentOf(space, file)).toEqual({ status: 200, bytes: kept });

  expect(await job.exited).toBe(0);
  expect(await found()).toMatchObject({ status: "done", report: { removed: true } });
  expect(await registry.blobs.has(`${repository}/inbox`, garbage.digest)).toBe(false);
  expect(await contentOf(space, file)).toEqual({ status: 200, bytes: kept });
  expect((await fetch(`${state.gatewayUrl}/api/files/${old.id}/versions/1/content`, { headers: space.member.headers })).status).toBe(200);
  await eventually(async () => {
    const { body } = await putFile(space, projectId, "during.bin", during).expect(201, File);
    expect((await contentOf(space, body)).bytes).toEqual(during);
  });
  // Each service looks at the fence for itself, once a second.
  await eventually(async () => expect(await grantedActions(space, apiKey, `${repository}/inbox`)).toEqual(["pull", "push"]));
}, 120_000);

test("a collection that would take what a file names removes nothing and says what", async () => {
  const [space, admin] = await Promise.all([testWorkspace(), administrator()]);
  const projectId = (await space.member.post("/api/projects", { name: "Unheld" }).expect(201, Project)).body.id;
  const file = (await putFile(space, projectId, "unheld.bin", random(6000)).expect(201, File)).body;
  const repository = `ws-${space.id}/p-${projectId}/files`;
  const [row] = await sqlAsOwner()`select manifest_digest as digest from slate_contents where project_id = ${projectId}`;
  await registry.deleteManifest(repository, row?.digest); // as somebody with too many rights might

  const { body: run } = await admin.post("/api/assets/registry/runs", { kind: "collect", dryRun: false }).expect(201, RegistryRun);
  const job = Bun.spawn([process.execPath, join(import.meta.dir, "collect.ts"), "--wait-seconds", "2"], {
    stdout: "ignore",
    stderr: "inherit",
  });
  expect(await job.exited).toBe(1);
  const { body } = await admin.get("/api/assets/registry/runs").expect(200, page(RegistryRun));
  const found = (body.items as RegistryRun[]).find(({ id }) => id === run.id);
  expect(found?.status).toBe("failed");
  expect(JSON.stringify(found?.report)).toContain(`sha256:${file.sha256}`);
  expect(await registry.blobs.has(repository, `sha256:${file.sha256}`)).toBe(true);
  // Held again, so that the next collection has nothing to complain of.
  const layers = [{ mediaType: "application/octet-stream", digest: `sha256:${file.sha256}`, size: 6000 }];

  await eventually(() =>
    registry.pushManifest(repository, artifactManifest({ artifactType: "application/vnd.slate.files.v1", layers }), "again"),
  );
}, 120_000);

test("a collector that breaks off midway leaves the fence up until the registry was restarted, however often that takes", async () => {
  const [space, admin] = await Promise.all([testWorkspace(), administrator()]);
  const projectId = (await space.member.post("/api/projects", { name: "Broken off" }).expect(201, Project)).body.id;
  const apiKey = (await space.member.post("/api/keys", { name: "k", scopes: ["asset.write"] }).expect(201, NewApiKey)).body.key;
  const inbox = `ws-${space.id}/p-${projectId}/inbox`;
  const folder = mkdtempSync(join(tmpdir(), "slate-collect-"));
  const [collector, mayRestart] = [join(folder, "collector"), join(folder, "may-restart")];
  writeFileSync(collector, '#!/bin/sh\ncase "$*" in *--dry-run*) exec docker-registry "$@";; esac\necho "the disk is gone" >&2\nexit 1\n');
  chmodSync(collector, 0o755);
  const servers = readFileSync(join(state.logs, "..", "servers-folder"), "utf8").trim();
  const registryPid = async () => (await openControl(state.controlSocket).status()).find(({ name }) => name === "registry")?.pid;
  const before = await registryPid();

  const { body: run } = await admin.post("/api/assets/registry/runs", { kind: "collect", dryRun: false }).expect(201, RegistryRun);
  const job = Bun.spawn([process.execPath, join(import.meta.dir, "collect.ts"), "--wait-seconds", "2"], {
    env: {
      ...process.env,
      DATABASE_WORKER_URL: `postgres://assets_worker:${state.secrets.roles.assets_worker}@127.0.0.1:${state.ports.pgbouncer}/slate_worker`,
      REGISTRY_CONFIG_FILE: join(servers, "registry", "config.yml"),
      REGISTRY_BINARY: collector,
      REGISTRY_RESTART_COMMAND: `test -e ${mayRestart} && ${process.execPath} ${join(import.meta.dir, "../local/control.ts")} restart registry`,
    },
    stdout: "ignore",
    stderr: "pipe",
  });
  try {
    const found = async () => {
      const { body } = await admin.get("/api/assets/registry/runs").expect(200, page(RegistryRun));
      return (body.items as RegistryRun[]).find(({ id }) => id === run.id);
    };
    const complaints = job.stderr.getReader();
    let heard = "";
    while (!heard.includes("could not be restarted")) heard += new TextDecoder().decode((await complaints.read()).value);
    expect(await found()).toMatchObject({ status: "running", phase: "restarting" });
    expect(await grantedActions(space, apiKey, inbox)).toEqual(["pull"]);
    expect(await registryPid()).toBe(before);

    writeFileSync(mayRestart, "");
    expect(await job.exited).toBe(1);
    expect(await found()).toMatchObject({ status: "failed", report: { error: expect.stringContaining("the disk is gone") } });
    expect(await registryPid()).not.toBe(before);
    await eventually(async () => expect(await grantedActions(space, apiKey, inbox)).toEqual(["pull", "push"]));
  } finally {
    job.kill();
    rmSync(folder, { recursive: true });
  }
}, 120_000);
