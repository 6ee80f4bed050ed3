import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type CheckResult, runChecks } from "./check.ts";
import { runCommandLine, untilInterrupted } from "./command-line.ts";
import { cloneFolder } from "./folders.ts";
import { readJunit, type TestCounts } from "./junit.ts";
import { launchStack, type RunningStack, resetStack } from "./launch.ts";
import { tailOf } from "./log-files.ts";
import { CommandFailed, runCommand } from "./run-command.ts";

const LIMIT_MS = { group: 15 * 60_000, test: 30_000, faultTest: 120_000 };

const { values: options } = parseArgs({
  options: {
    only: { type: "string" }, // part of the path of the tests to run
    keep: { type: "boolean", default: false }, // bring the test stack up and wait, so that plain `bun test` works beside it
    watch: { type: "boolean", default: false }, // with --keep: reload services and web when sources change
    reset: { type: "boolean", default: false }, // start from nothing
  },
});

await runCommandLine(async (signal) => {
  if (options.reset) resetStack({ name: "test" });
  return options.keep ? keepUp(signal) : runEverything(signal);
});

async function keepUp(signal: AbortSignal): Promise<number> {
  const stack = await launchStack(
    { name: "test", watch: options.watch, programs: ["chromium"], tolerateServices: true },
    console.log,
    signal,
  );
  console.log(`\nThe test stack is up at ${stack.state.gatewayUrl}; \`bun test PATH\` finds it. Ctrl-C stops it.`);
  await untilInterrupted(signal);
  await stack.stop();
  return 0;
}

async function runEverything(signal: AbortSignal): Promise<number> {
  const began = performance.now();
  const total: TestCounts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const checks = options.only ? Promise.resolve([]) : runChecks(signal); // while the servers start, which is mostly waiting
  checks.catch(() => {});
  const stack = await launchStack({ name: "test", programs: ["chromium"] }, console.log, signal).catch((error: Error) => error);
  try {
    for (const check of await checks) countCheck(check, total);
    if (stack instanceof Error) {
      signal.throwIfAborted();
      console.log(`\n${stack.message}`);
      total.failed += 1;
      total.failures.push("the test stack did not start");
    } else {
      await runTests(stack, total, signal);
    }
  } finally {
    if (!(stack instanceof Error)) await stack.stop();
  }
  if (total.failures.length > 0) console.log(`\nFailed:\n${total.failures.map((name) => `  ${name}`).join("\n")}`);
  console.log(`\nin ${((performance.now() - began) / 1000).toFixed(0)} s`);
  console.log(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ""}`);
  return total.failed === 0 ? 0 : 1;
}

function countCheck({ name, passed, output }: CheckResult, total: TestCounts): void {
  console.log(`${name}: ${passed ? "passed" : `failed\n${output}`}`);
  if (passed) total.passed += 1;
  else {
    total.failed += 1;
    total.failures.push(name);
  }
}

async function runTests(stack: RunningStack, total: TestCounts, signal: AbortSignal): Promise<void> {
  const files = findTests().filter((file) => !options.only || file.includes(options.only));
  const isFault = (file: string) => file.includes(".fault.test.");
  const isBrowser = (file: string) => file.includes(".browser.test.");
  await runGroup(
    "unit and integration",
    files.filter((file) => !isFault(file) && !isBrowser(file)),
    stack,
    LIMIT_MS.test,
    total,
    signal,
  );
  const running = stack.supervisor.status().flatMap(({ name, state }) => (state === "ready" ? [name] : []));
  for (const file of files.filter(isFault)) {
    await runGroup(file, [file], stack, LIMIT_MS.faultTest, total, signal);
    await startAgain(stack, running);
  }
  await runGroup("browser", files.filter(isBrowser), stack, LIMIT_MS.faultTest, total, signal);
}

function findTests(): string[] {
  return [...new Bun.Glob("{apps,packages,infra,nginx}/**/*.test.{ts,tsx}").scanSync({ cwd: cloneFolder })]
    .filter((file) => !/(^|\/)(node_modules|dist)\//.test(file))
    .sort();
}

/** A fault test that failed half-way must not take the tests after it along. */
async function startAgain({ supervisor }: RunningStack, names: string[]): Promise<void> {
  for (const { name, state } of supervisor.status()) if (names.includes(name) && state !== "ready") await supervisor.start(name);
}

async function runGroup(
  group: string,
  files: string[],
  { state, stateFile }: RunningStack,
  timeoutMs: number,
  total: TestCounts,
  signal: AbortSignal,
): Promise<void> {
  if (files.length === 0) return;
  const began = performance.now();
  const name = group.replaceAll(/[^a-z0-9.]+/gi, "-");
  const logFile = join(state.logs, `tests-${name}.log`);
  const report = join(state.logs, `tests-${name}.xml`);
  for (const file of [logFile, report]) rmSync(file, { force: true });
  const words = ["test", "--reporter=junit", `--reporter-outfile=${report}`, `--timeout=${timeoutMs}`];
  const error = await runCommand([process.execPath, ...words, ...files.map((file) => `./${file}`)], {
    cwd: cloneFolder,
    env: { STATE_FILE: stateFile, FORCE_COLOR: "0" },
    logFile,
    signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS.group)]),
  }).catch((error: Error) => error);
  signal.throwIfAborted();

  const counts = existsSync(report) ? readJunit(readFileSync(report, "utf8")) : { passed: 0, failed: 0, skipped: 0, failures: [] };
  if (error && counts.failed === 0) {
    counts.failed = 1; // it crashed, never ended, or something failed outside of any test
    counts.failures.push(`${group}: ${error instanceof CommandFailed ? "the run failed outside of its tests" : error.message}`);
  }
  console.log(`${group}: ${counts.passed} passed, ${counts.failed} failed (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  if (counts.failed > 0) console.log(tailOf(logFile, 100, (line) => !line.startsWith("(pass)")));
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  total.failures.push(...counts.failures);
}
