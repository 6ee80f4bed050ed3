import { expect, test } from "bun:test";
import { SearchResult } from "@slate/schema/api";
import postgres from "postgres";
import { createFile, eventually, testProject, testStack } from "../testing/index.ts";

test("the index is rebuilt from the files: what is missing, wrong or left over is put right", async () => {
  const { member, projectId } = await testProject();
  const find = async (q: string) => {
    const { body } = await member.get(`/api/search?q=${q}`).expect(200, SearchResult);
    return body.items.map((hit) => hit.path);
  };
  const [missing, wrong, gone] = await Promise.all([
    createFile(member, projectId, "guillemot.txt", "rockledge"),
    createFile(member, projectId, "razorbill.txt", "rockledge"),
    createFile(member, projectId, "fulmar.txt", "rockledge"),
  ]);
  await eventually(async () => expect(await find("rockledge")).toHaveLength(3));
  await member.delete(`/api/files/${gone.id}`, undefined, { "If-Match": "*" }).expect(200);
  await eventually(async () => expect(await find("rockledge")).toHaveLength(2));

  const sql = postgres(testStack().databaseOwnerUrl, { max: 1 });
  try {
    await sql`insert into slate_search select ${gone.id}, workspace_id, project_id, 1, 'fulmar.txt', '', type, body, document from slate_search where file_id = ${wrong.id}`;
    await sql`delete from slate_search where file_id = ${missing.id}`;
    await sql`update slate_search set path = 'wrong.txt', document = '' where file_id = ${wrong.id}`;
  } finally {
    await sql.end();
  }
  const reindex = Bun.spawn([process.execPath, `${import.meta.dir}/../reindex.ts`, projectId], {
    env: { ...testStack().services.projects, LOG_LEVEL: "silent" },
    stdout: "pipe",
  });
  expect([await reindex.exited, await new Response(reindex.stdout).text()]).toEqual([0, "2 files are indexed\n"]);
  expect(await find("rockledge")).toEqual(["guillemot.txt", "razorbill.txt"]);
}, 20_000);
