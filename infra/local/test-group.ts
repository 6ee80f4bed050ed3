import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cloneFolder } from "./folders.ts";
import { readJunit, type TestCounts } from "./junit.ts";
import type { RunningStack } from "./launch.ts";
import { tailOf } from "./log-files.ts";
import { CommandFailed, runCommand } from "./run-command.ts";

const GROUP_LIMIT_MS = 15 * 60_000;

/** A line of a service's log that may say why a test failed. */
const isTrouble = (line: string) => /"status":5\d\d|"level":"(error|fatal)"|"msg":"unavailable"/.test(line);

/** Runs test files in one `bun test` against a stack, prints the result, and what failed. */
export async function runGroup(
  group: { name: string; files: string[]; testTimeoutMs: number },
  { state, stateFile }: RunningStack,
  signal: AbortSignal,
): Promise<TestCounts> {
  if (group.files.length === 0) return { passed: 0, failed: 0, skipped: 0, failures: [] };
  const began = performance.now();
  const fileName = `tests-${group.name.replaceAll(/[^a-z0-9.]+/gi, "-")}`;
  const logFile = join(state.logs, `${fileName}.log`);
  const report = join(state.logs, `${fileName}.xml`);
  for (const file of [logFile, report]) rmSync(file, { force: true });
  const words = ["test", "--reporter=junit", `--reporter-outfile=${report}`, `--timeout=${group.testTimeoutMs}`];
  const error = await runCommand([process.execPath, ...words, ...group.files.map((file) => `./${file}`)], {
    cwd: cloneFolder,
    env: { STATE_FILE: stateFile, FORCE_COLOR: "0" },
    logFile,
    signal: AbortSignal.any([signal, AbortSignal.timeout(GROUP_LIMIT_MS)]),
  }).catch((error: Error) => error);
  signal.throwIfAborted();

  const counts = readJunit(existsSync(report) ? readFileSync(report, "utf8") : "");
  if (error && counts.failed === 0) {
    counts.failed = 1; // it crashed, never ended, or something failed outside of any test
    counts.failures.push(`${group.name}: ${error instanceof CommandFailed ? "the run failed outside of its tests" : error.message}`);
  }
  console.log(`${group.name}: ${counts.passed} passed, ${counts.failed} failed (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  if (counts.failed > 0) {
    console.log(tailOf(logFile, 100, (line) => !line.startsWith("(pass)")));
    for (const name of Object.keys(state.services)) console.log(tailOf(join(state.logs, `${name}.log`), 10, isTrouble));
  }
  return counts;
}
