import { afterAll, beforeAll, expect, test } from "bun:test";
import { Project, Upload } from "@slate/schema/api";
import { closeSql, sqlAsOwner, type TestWorkspace, testStack, testWorkspace } from "../../../../infra/testing/index.ts";
import { readConfig } from "../config.ts";
import { openDeps } from "../deps.ts";
import { tidyUploads } from "./janitor.ts";

const MiB = 1024 * 1024;
const deps = openDeps(readConfig({ ...testStack().services.assets, LOG_LEVEL: "silent" }));
let space: TestWorkspace;
let projectId: string;
beforeAll(async () => {
  space = await testWorkspace();
  projectId = (await space.owner.post("/api/projects", { name: "P" }).expect(201, Project)).body.id;
});
afterAll(async () => {
  await deps.close();
  await closeSql();
});

/** An upload with its first chunk. */
async function beginWithChunk(path: string, project = projectId): Promise<string> {
  const { id } = (await space.member.post("/api/assets/uploads", { projectId: project, path, size: 2 * MiB }).expect(201, Upload)).body;
  const chunk = new Uint8Array(MiB).fill(path.charCodeAt(0));
  const headers = { "Content-Type": "application/octet-stream", "Upload-Offset": "0" };
  await space.member.patch(`/api/assets/uploads/${id}`, chunk, headers).expect(200);
  return id;
}
const statusOf = async (id: string) => (await space.member.get(`/api/assets/uploads/${id}`).expect(200, Upload)).body.status;
/** Tags of the manifests that keep an upload's chunks from garbage collection. */
async function heldBy(id: string): Promise<string[]> {
  const tags = await deps.registry.listTags(`ws-${space.id}/p-${projectId}/uploads`);
  return tags.filter((tag) => tag.startsWith(id));
}

test("an upload that is not completed in time expires, and the registry need not keep its chunks; open ones are left alone", async () => {
  const [late, open, dead, busy] = [
    await beginWithChunk("a"),
    await beginWithChunk("b"),
    await beginWithChunk("c"),
    await beginWithChunk("d"),
  ];
  const sql = sqlAsOwner();
  await sql`update slate_uploads set expires_at = now() - interval '1 second' where id in ${sql([late, dead, busy])}`;
  await sql`update slate_uploads set status = 'completing', updated_at = now() - interval '5 minutes' where id = ${dead}`;
  await sql`update slate_uploads set status = 'completing', updated_at = now() where id = ${busy}`;
  expect(await heldBy(late)).toHaveLength(1);
  await tidyUploads(deps);
  expect(await Promise.all([late, open, dead, busy].map(statusOf))).toEqual(["expired", "open", "expired", "completing"]);
  expect((await Promise.all([late, open, dead, busy].map(heldBy))).map(({ length }) => length)).toEqual([0, 1, 0, 1]);
});

test("one that cannot be tidied does not keep the others", async () => {
  const other = (await space.owner.post("/api/projects", { name: "Poisoned" }).expect(201, Project)).body.id;
  const [poisoned, fine] = [await beginWithChunk("f", other), await beginWithChunk("g")];
  const sql = sqlAsOwner();
  await sql`update slate_uploads set status = 'failed' where id in ${sql([poisoned, fine])}`;
  const deleteManifest: typeof deps.registry.deleteManifest = (repository, digest) => {
    if (repository.includes(other)) throw new Error("It cannot be");
    return deps.registry.deleteManifest(repository, digest);
  };
  await tidyUploads({ ...deps, registry: { ...deps.registry, deleteManifest } });
  expect(await heldBy(fine)).toEqual([]);
});

test("one that ended long ago is forgotten", async () => {
  const id = await beginWithChunk("e");
  await space.member.delete(`/api/assets/uploads/${id}`).expect(200);
  await sqlAsOwner()`update slate_uploads set updated_at = now() - interval '8 days' where id = ${id}`;
  await tidyUploads(deps);
  await space.member.get(`/api/assets/uploads/${id}`).expectError(404, "upload.not_found");
});
