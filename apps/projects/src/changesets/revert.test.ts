import { expect, test } from "bun:test";
import { Changeset, File } from "@slate/schema/api";
import fc from "fast-check";
import { listAll, listFiles, type TestProject, testProject, treeOf } from "../testing/index.ts";

const path = fc.constantFrom("a.txt", "b.txt", "dir/a.txt", "dir/b.txt", "dir/sub/c.txt", "other/a.txt", "A.TXT", "new/d.bin");
const folder = fc.constantFrom("dir", "dir/sub", "other", "moved", "new");
const text = fc.constantFrom({ content: "one" }, { content: "two\n" }, { content: "AAEC", encoding: "base64" });
const nth = fc.nat(50);

/** A step that does not know the files yet: `nth` picks one of those that are there. */
const step = fc.oneof(
  fc.record({ op: fc.constant("create"), path, text }),
  fc.record({ op: fc.constant("edit"), nth, text }),
  fc.record({ op: fc.constant("move"), nth, to: path }),
  fc.record({ op: fc.constant("copy"), nth, to: path }),
  fc.record({ op: fc.constant("delete"), nth }),
  fc.record({ op: fc.constant("restore"), nth }),
  fc.record({ op: fc.constant("move-folder"), from: folder, to: folder }),
  fc.record({ op: fc.constant("delete-folder"), path: folder }),
);
type Step = { op: string; nth?: number; text?: object; path?: string; to?: string; from?: string };
/** Each kind of operation once: what is drawn may leave one out. */
const everyKind: Step[][] = [
  [{ op: "create", path: "first.txt", text: { content: "one" } }],
  [{ op: "edit", nth: 0, text: { content: "two\n" } }],
  [{ op: "move", nth: 0, to: "moved.txt" }],
  [{ op: "delete", nth: 0 }],
  [{ op: "restore", nth: 0 }],
];
const batches: fc.Arbitrary<Step[][]> = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 5 });

async function filesOf({ member, projectId }: TestProject) {
  const deleted = await listAll<File>(member, `/api/files?projectId=${projectId}&deleted=true`, File);
  return { live: await listFiles(member, projectId), deleted };
}

/** Gives the steps files to work on. Those that find none are left out. */
function fill(steps: Step[], files: { live: File[]; deleted: File[] }): object[] {
  return steps.flatMap(({ nth, text, ...rest }) => {
    const pool = rest.op === "restore" ? files.deleted : files.live;
    const file = nth === undefined ? undefined : pool[nth % pool.length];
    return nth !== undefined && !file ? [] : [{ ...rest, ...text, ...(file ? { fileId: file.id } : {}) }];
  });
}

test("reverting the last changeset brings back exactly the tree before it, whatever it did; a refused batch leaves it alone", async () => {
  const project = await testProject();
  const { member, projectId } = project;
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(batches, async (drawn) => {
      for (const steps of drawn) {
        const before = await treeOf(member, projectId);
        const changes = fill(steps, await filesOf(project));
        if (changes.length === 0) continue;
        const { status, body } = await member.post("/api/changesets", { projectId, changes });
        expect([201, 404, 409, 422]).toContain(status);
        const after = await treeOf(member, projectId);
        if (status !== 201) {
          expect(after).toEqual(before);
          continue;
        }
        const changeset = Changeset.parse(body);
        for (const [operation, count] of Object.entries(changeset.counts)) if (count > 0) seen.add(operation);
        await member.post(`/api/changesets/${changeset.id}/revert`, {}).expect(201);
        expect(await treeOf(member, projectId)).toEqual(before);
        // Half of the batches stay, so that later ones find files with a past.
        if (changes.length % 2) {
          const [revert] = await listAll<Changeset>(member, `/api/changesets?projectId=${projectId}`, Changeset);
          await member.post(`/api/changesets/${revert?.id}/revert`, {}).expect(201);
          expect(await treeOf(member, projectId)).toEqual(after);
        }
      }
    }),
    { numRuns: 20, examples: [[everyKind]] },
  );
  expect(seen).toEqual(new Set(["create", "edit", "move", "delete", "restore"]));
}, 120_000);
