import { expect, test } from "bun:test";
import { fileOf, writeSaveScript } from "./save-script.ts";
import { readStatements } from "./statement-log.ts";

const FILE = "0190a1b2-0000-7000-8000-0000000000f1";
const PROJECT = "0190a1b2-0000-7000-8000-0000000000a1";
const CHANGESET = "0190a1b2-0000-7000-8000-0000000000c1";
const SHA256 = "ab".repeat(32);

const log = [
  "2026-01-02 03:04:05.678 UTC [7] LOG:  checkpoint starting: time",
  "2026-01-02 03:04:05.679 UTC [8] projects@slate LOG:  statement: begin ",
  "2026-01-02 03:04:05.680 UTC [9] projects_worker@slate LOG:  execute <unnamed>: select 1",
  "2026-01-02 03:04:05.680 UTC [8] projects@slate LOG:  execute <unnamed>: ",
  "\t    update slate_files set path = $2, rows = $3::json, note = $4",
  "\t    where id = $1",
  `2026-01-02 03:04:05.680 UTC [8] projects@slate DETAIL:  Parameters: $1 = '${FILE}', $2 = 'Assets/Script000.cs', $3 = '{"version":7,"sha256":"${SHA256}","text":"it''s`,
  "\ttwo lines\"}', $4 = NULL",
  `2026-01-02 03:04:05.681 UTC [8] projects@slate LOG:  execute <unnamed>: insert into changes values ($1, $2)`,
  `2026-01-02 03:04:05.681 UTC [8] projects@slate DETAIL:  Parameters: $1 = '${CHANGESET}', $2 = '${PROJECT}'`,
].join("\n");

test("a logged statement comes back with its lines and parameters as the server had them", () => {
  const statements = readStatements(log);
  expect(statements.map(({ user }) => user)).toEqual(["projects", "projects_worker", "projects", "projects"]);
  expect(statements[2]?.sql).toContain("\n    where id = $1");
  expect(statements[2]?.parameters).toEqual([
    `'${FILE}'`,
    "'Assets/Script000.cs'",
    `'{"version":7,"sha256":"${SHA256}","text":"it''s\ntwo lines"}'`,
    "NULL",
  ]);
});

test("each client of the script saves its own file, and each save makes rows of its own", () => {
  const statements = readStatements(log).filter(({ user }) => user === "projects");
  const once = { shared: [PROJECT], fileId: FILE, fileName: "Script000", sha256: SHA256, version: 7 };
  const script = writeSaveScript(statements, once, 2);
  const asClient = (client: number, version: number) => {
    const file = String(200 + 10 + client);
    const own = String(Number(file) * 1_000_000_000 + version);
    return script.replaceAll(":file", file).replaceAll(":version", String(version)).replaceAll(":own", own);
  };
  const { id, name } = fileOf(once, 2, 3);
  expect(id).toBe("0190a1b2-0000-7000-8000-000000000213");
  expect(asClient(3, 5)).toContain(`where id = '${id}'`);
  expect(asClient(3, 5)).toContain(`'Assets/${name}.cs'`);
  expect(asClient(3, 5)).toContain('"version": 5,');
  expect(asClient(3, 5)).toContain(`'0190a1b2-0000-7000-8000-213000000005', '${PROJECT}'`);
  expect(asClient(3, 5)).not.toContain(SHA256);
  expect(asClient(3, 5)).toMatch(/"sha256":"[0-9a-f]{64}"/);
});
