import { afterAll, expect, test } from "bun:test";
import type { Changeset } from "@slate/schema/api";
import fc from "fast-check";
import { connect } from "nats";
import { readConfig } from "../config.ts";
import { openDeps } from "../deps.ts";
import {
  type Client,
  caughtUp,
  change,
  closeSql,
  create,
  createProject,
  eventually,
  folderMeta,
  guid,
  INGEST_WITHIN_MS,
  listAll,
  material,
  meta,
  scriptable,
  sqlAsOwner,
  testProject,
  testStack,
} from "../testing/index.ts";
import { forgetAssets, snapshotOf } from "../testing/snapshot.ts";
import { ingestProject } from "./ingest-project.ts";

const LONG_MS = 240_000;
const deps = openDeps(readConfig({ ...testStack().services.assets, LOG_LEVEL: "silent" }));
afterAll(async () => {
  await deps.close();
  await closeSql();
});

// A small world in which things meet often: few paths, few guids, contents that name each other.
const PATHS = ["Assets/A.mat", "Assets/B.asset", "Assets/C.cs", "Assets/Sub/D.mat", "Assets/Sub", "Lib/Assets/E.asset", "notes.txt"];
const GUIDS = ["aa", "bb", "cc", "dd"].map(guid);
const anyGuid = fc.constantFrom(...GUIDS);
const contents = fc.oneof(
  anyGuid.map(material),
  fc.tuple(anyGuid, anyGuid).map(([script, weak]) => scriptable(script, `  m_AssetGUID: ${weak}\n`)),
  anyGuid.map((text) => `see ${text}`),
  fc.constant("%YAML 1.1\n--- !u!21 &1\n<<<<<<< HEAD\n"),
);
const metas = fc.oneof(
  anyGuid.map((id) => meta(id)),
  anyGuid.map(folderMeta),
  fc.constant("no meta at all"),
);
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ op: fc.constant("write" as const), path: fc.constantFrom(...PATHS), content: contents }) },
  { weight: 5, arbitrary: fc.record({ op: fc.constant("writeMeta" as const), path: fc.constantFrom(...PATHS), content: metas }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant("move" as const), path: fc.constantFrom(...PATHS), to: fc.constantFrom(...PATHS) }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant("delete" as const), path: fc.constantFrom(...PATHS), isMeta: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("restore" as const), path: fc.constantFrom(...PATHS), isMeta: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("root" as const), folder: fc.constantFrom("", "Lib/") }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Known = { id: string; path: string; deleted: boolean };

/** The files that a step changes, as steps of a changeset; those that cannot be taken are left out. */
function toChanges(one: Step, files: Known[]): object[] {
  const live = (path: string) => files.find((file) => file.path === path && !file.deleted);
  const write = (path: string, content: string) => {
    const there = live(path);
    return [there ? { op: "edit", fileId: there.id, content } : { op: "create", path, content }];
  };
  if (one.op === "write") return one.path === "Assets/Sub" ? [] : write(one.path, one.content);
  if (one.op === "writeMeta") return write(`${one.path}.meta`, one.content);
  if (one.op === "root") return live(`${one.folder}ProjectSettings/p.txt`) ? [] : write(`${one.folder}ProjectSettings/p.txt`, "");
  if (one.op === "move")
    return ["", ".meta"].flatMap((end) => {
      const file = live(one.path + end);
      return file && !live(one.to + end) && one.to + end !== "Assets/Sub" ? [{ op: "move", fileId: file.id, to: one.to + end }] : [];
    });
  const path = one.isMeta ? `${one.path}.meta` : one.path;
  if (one.op === "delete") return [live(path)].flatMap((file) => (file ? [{ op: "delete", fileId: file.id }] : []));
  const gone = files.findLast((file) => file.path === path && file.deleted);
  return gone && !live(path) ? [{ op: "restore", fileId: gone.id }] : [];
}

async function knownFiles(client: Client, projectId: string): Promise<Known[]> {
  const all = await Promise.all(
    (["false", "true"] as const).map(async (deleted) =>
      (await listAll<Known>(client, `/api/files?projectId=${projectId}&deleted=${deleted}`)).map(({ id, path }) => ({
        id,
        path,
        deleted: deleted === "true",
      })),
    ),
  );
  return all.flat();
}

async function play(client: Client, projectId: string, steps: Step[]): Promise<void> {
  for (const one of steps) {
    const changes = toChanges(one, await knownFiles(client, projectId));
    if (changes.length > 0) await client.post("/api/changesets", { projectId, changes }); // what changes nothing is refused, and that is fine
  }
}

test(
  "whatever happens to files, the assets are those that a look at the files alone would make, however often and in whatever order changesets are told",
  async () => {
    const { member } = await testProject();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), fc.infiniteStream(fc.nat()), async (steps, dice) => {
        const projectId = await createProject(member);
        await play(member, projectId, steps);
        const changesets = (await listAll<Changeset>(member, `/api/changesets?projectId=${projectId}`)).map(({ id }) => id);
        if (changesets.length === 0) return;
        await caughtUp(member, projectId);
        const followed = await snapshotOf(projectId);

        const shuffled = [...changesets, ...changesets]
          .map((id) => ({ id, at: dice.next().value as number }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ id }) => id);
        for (const id of shuffled.slice(0, 6)) await ingestProject(deps, projectId, [id]);
        expect(await snapshotOf(projectId)).toEqual(followed as object);

        await forgetAssets(projectId);
        await ingestProject(deps, projectId, []);
        expect(await snapshotOf(projectId)).toEqual(followed as object);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  },
  LONG_MS,
);

test(
  "every message once more, in any order, changes no row and tells nobody of a change",
  async () => {
    const { id: workspaceId, member, projectId } = await testProject();
    await create(member, projectId, { "Assets/A.mat": material(guid("bb")), "Assets/A.mat.meta": meta(guid("aa")) });
    await create(member, projectId, { "Assets/B.png": "b", "Assets/B.png.meta": meta(guid("bb")) });
    await change(member, projectId, [{ op: "move-folder", from: "Assets", to: "Art" }]);
    await caughtUp(member, projectId);
    const before = await snapshotOf(projectId);
    const rows = () => sqlAsOwner()`select id, revision, version, updated_at from slate_assets where project_id = ${projectId} order by id`;
    const [written] = [JSON.stringify(await rows())];

    const { natsUrl, secrets } = testStack();
    const connection = await connect({ servers: natsUrl.replace("nats://", ""), user: "admin", pass: secrets.nats.admin });
    try {
      const subject = `slate.${workspaceId}.changeset.created`;
      const changesets = await listAll<Changeset>(member, `/api/changesets?projectId=${projectId}`);
      for (const { id, kind, message, counts, author } of [...changesets, ...changesets.toReversed()]) {
        const about = {
          schemaVersion: 1,
          id: Bun.randomUUIDv7(),
          type: "changeset.created",
          workspaceId,
          projectId,
          userId: null,
          actor: author,
        };
        const data = { changesetId: id, kind, message, counts, files: null };
        await connection.jetstream().publish(subject, JSON.stringify({ ...about, at: new Date().toISOString(), data }));
      }
      const manager = await connection.jetstreamManager();
      await eventually(async () => {
        const { ack_floor, num_pending } = await manager.consumers.info("SLATE", "assets-ingest");
        const last = (await manager.streams.getMessage("SLATE", { last_by_subj: subject })).seq;
        expect(ack_floor.stream_seq >= last || num_pending === 0).toBe(true);
      }, INGEST_WITHIN_MS);
      await create(member, projectId, { "Art/last.txt": "" });
      await caughtUp(member, projectId);
      const told = await manager.streams.getMessage("SLATE", { last_by_subj: `slate.${workspaceId}.asset.changed` });
      expect(JSON.parse(told.string()).data.counts).toEqual({ created: 1, updated: 0, deleted: 0 });
    } finally {
      await connection.close();
    }
    await change(member, projectId, [
      { op: "delete", fileId: (await knownFiles(member, projectId)).find(({ path }) => path === "Art/last.txt")?.id },
    ]);
    await caughtUp(member, projectId);
    expect(await snapshotOf(projectId)).toEqual(before as object);
    const now = await sqlAsOwner()`
      select id, revision, version, updated_at from slate_assets where project_id = ${projectId} and path <> 'Art/last.txt' order by id`;
    expect(JSON.stringify(now)).toBe(written);
  },
  LONG_MS,
);

test(
  "after a crash between any two transactions the work is taken up again and ends in the same rows",
  async () => {
    const { member, projectId } = await testProject();
    const files = Object.fromEntries(
      Array.from({ length: 700 }, (_, i) => [
        [`Assets/${i}.mat`, material((i + 1).toString(16).padStart(32, "e"))],
        [`Assets/${i}.mat.meta`, meta(i.toString(16).padStart(32, "e"))],
      ]).flat() as [string, string][],
    );
    const paths = Object.entries(files);
    for (let i = 0; i < paths.length; i += 1000) await create(member, projectId, Object.fromEntries(paths.slice(i, i + 1000)));
    await caughtUp(member, projectId);
    const whole = await snapshotOf(projectId);

    await forgetAssets(projectId);
    let crashes = 0;
    for (let allowed = 1; ; allowed++) {
      const done = await ingestProject(withCrashAfter(allowed), projectId, []).then(
        () => true,
        (error) => {
          if (!String(error).includes("crash")) throw error;
          crashes++;
          return false;
        },
      );
      if (done) break;
    }
    expect(crashes).toBeGreaterThan(4);
    expect(await snapshotOf(projectId)).toEqual(whole as object);
  },
  LONG_MS,
);

/** The service's own dependencies, but the process dies instead of beginning a transaction once `allowed` have been. */
function withCrashAfter(allowed: number): typeof deps {
  const { worker } = deps.db;
  if (!worker) throw new Error("there is a worker role");
  let begun = 0;
  const gate: typeof worker.gate = (work) => {
    if (++begun > allowed) return Promise.reject(new Error("crash"));
    return worker.gate(work);
  };
  return { ...deps, db: { ...deps.db, worker: { ...worker, gate } } };
}
