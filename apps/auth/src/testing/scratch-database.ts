import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqlAsOwner, sqlTo, testStack } from "../../../../infra/testing/index.ts";

const migrate = Bun.fileURLToPath(import.meta.resolve("../../../../packages/schema/src/db/migrate.ts"));

/**
 * A database of its own, migrated and empty, for what only an empty installation shows. `env` is that of the service with all its database
 * addresses pointing there, past the pooler.
 */
export async function openScratchDatabase() {
  const { databaseOwnerUrl, ports, secrets, services } = testStack();
  const name = `scratch_${crypto.randomUUID().slice(0, 8)}`;
  const owner = sqlAsOwner();
  await owner.unsafe(`create database ${name}`);
  const folder = mkdtempSync(join(tmpdir(), "slate-scratch-"));
  const passwordsFile = join(folder, "passwords.json");
  writeFileSync(passwordsFile, JSON.stringify(secrets.roles), { mode: 0o600 });
  const ownerUrl = Object.assign(new URL(databaseOwnerUrl), { pathname: `/${name}` }).href;
  const inScratch = sqlTo(ownerUrl);
  await inScratch`create extension pg_trgm`;
  const run = Bun.spawnSync([process.execPath, migrate], {
    env: { ...process.env, DATABASE_OWNER_URL: ownerUrl, ROLE_PASSWORDS_FILE: passwordsFile },
  });
  if (run.exitCode !== 0) throw new Error(run.stderr.toString());
  const as = (role: string) => `postgres://${role}:${secrets.roles[role]}@127.0.0.1:${ports.postgres}/${name}`;
  return {
    ownerUrl,
    env: {
      ...services.auth,
      DATABASE_SOCKET_FOLDER: "", // the pooler's
      DATABASE_URL: as("auth"),
      DATABASE_REPLICA_URL: as("auth"),
      DATABASE_WORKER_URL: as("auth_worker"),
      LOG_LEVEL: "silent",
    } as Record<string, string>,
    async close() {
      rmSync(folder, { recursive: true });
      await owner.unsafe(`drop database ${name} with (force)`);
    },
  };
}
