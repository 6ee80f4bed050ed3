import { afterAll, expect, test } from "bun:test";
import { Project } from "@slate/schema/api";
import { purgeIdempotencyKeys } from "@slate/service";
import postgres from "postgres";
import { readConfig } from "./config.ts";
import { openDeps } from "./deps.ts";
import { testStack, testWorkspace } from "./testing/index.ts";

const deps = openDeps(readConfig({ ...testStack().services.projects, LOG_LEVEL: "silent" }));
const sql = postgres(testStack().databaseOwnerUrl, { max: 1 });
afterAll(async () => {
  await sql.end();
  await deps.close();
});

test("answers kept for repeats go after a day, and no sooner", async () => {
  const { id, member } = await testWorkspace();
  const keep = (name: string) => member.post("/api/projects", { name }, { "Idempotency-Key": name }).expect(201, Project);
  const old = await keep("old");
  const fresh = await keep("fresh");
  await sql`update idempotency_keys set created_at = now() - interval '25 hours' where workspace_id = ${id} and body is not null and ctid = (
    select ctid from idempotency_keys where workspace_id = ${id} order by created_at limit 1)`;
  expect(await purgeIdempotencyKeys(deps)).toBeGreaterThanOrEqual(1);
  expect((await keep("fresh")).body).toEqual(fresh.body);
  await member.post("/api/projects", { name: "old" }, { "Idempotency-Key": "old" }).expectError(409, "project.name_taken");
  expect(old.body.name).toBe("old");
});
