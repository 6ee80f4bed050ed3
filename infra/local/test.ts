import { parseArgs } from "node:util";
import { runChecks } from "./check.ts";
import { runCommandLine, untilInterrupted } from "./command-line.ts";
import type { Program } from "./debian-packages.ts";
import { cloneFolder } from "./folders.ts";
import type { TestCounts } from "./junit.ts";
import { launchStack, type RunningStack, resetStack } from "./launch.ts";
import { pollUntil } from "./poll.ts";
import { runGroup } from "./test-group.ts";

/** A browser, and two clients of the registry that are not ours. */
const testPrograms: Program[] = ["chromium", "skopeo", "podman"];
const TEST_TIMEOUT_MS = 30_000;
const SLOW_TEST_TIMEOUT_MS = 120_000;

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
  const wanted = { name: "test", watch: options.watch, tolerateServices: true } as const;
  const stack = await launchStack({ ...wanted, programs: testPrograms }, console.log, signal);
  console.log(`\nThe test stack is up at ${stack.state.gatewayUrl}; \`bun test PATH\` finds it. Ctrl-C stops it.`);
  await untilInterrupted(signal);
  await stack.stop();
  return 0;
}

async function runEverything(signal: AbortSignal): Promise<number> {
  const began = performance.now();
  const results: TestCounts[] = [];
  const checks = options.only ? Promise.resolve([]) : runChecks(signal); // while the servers start, which is mostly waiting
  checks.catch(() => {});
  const crashes: string[] = [];
  let isUp = false;
  const say = (line: string) => (isUp ? crashes.push(line) : console.log(line));
  const stack = await launchStack({ name: "test", programs: testPrograms }, say, signal).catch((error: Error) => error);
  isUp = true;
  try {
    for (const { name, passed, output } of await checks) {
      console.log(`${name}: ${passed ? "passed" : `failed\n${output}`}`);
      results.push(one(name, passed));
    }
    signal.throwIfAborted();
    if (stack instanceof Error) console.log(`\n${stack.message}`);
    results.push(...(stack instanceof Error ? [one("the start of the test stack", false)] : await runTests(stack, crashes, signal)));
  } finally {
    if (!(stack instanceof Error)) await stack.stop();
  }
  const sum = (of: "passed" | "failed" | "skipped") => results.reduce((total, counts) => total + counts[of], 0);
  const failures = results.flatMap((counts) => counts.failures);
  if (failures.length > 0) console.log(`\nFailed:\n${failures.map((name) => `  ${name}`).join("\n")}`);
  console.log(`\nin ${((performance.now() - began) / 1000).toFixed(0)} s`);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed${sum("skipped") ? `, ${sum("skipped")} skipped` : ""}`);
  return sum("failed") === 0 ? 0 : 1;
}

/** Something that counts as one test. */
function one(name: string, passed: boolean): TestCounts {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0, failures: passed ? [] : [name] };
}

/** Unit and integration tests together, then those that stop servers one file after another, then those in a browser. */
async function runTests(stack: RunningStack, crashes: string[], signal: AbortSignal): Promise<TestCounts[]> {
  const files = findTests().filter((file) => !options.only || file.includes(options.only));
  const faults = files.filter((file) => file.includes(".fault.test."));
  const browser = files.filter((file) => file.includes(".browser.test."));
  const others = files.filter((file) => !faults.includes(file) && !browser.includes(file));
  const results = [await runGroup({ name: "unit and integration", files: others, testTimeoutMs: TEST_TIMEOUT_MS }, stack, signal)];
  if (crashes.length > 0) {
    console.log(crashes.join("\n"));
    results.push(one("nothing of the stack dies unless a fault test kills it", false));
  }
  for (const file of faults) {
    results.push(await runGroup({ name: file, files: [file], testTimeoutMs: SLOW_TEST_TIMEOUT_MS }, stack, signal));
    results.push(...(await startWhatIsAway(stack, file))); // a fault test that failed half-way must not take those after it along
  }
  results.push(await runGroup({ name: "browser", files: browser, testTimeoutMs: SLOW_TEST_TIMEOUT_MS }, stack, signal));
  return results;
}

function findTests(): string[] {
  return [...new Bun.Glob("{apps,packages,infra,nginx}/**/*.test.{ts,tsx}").scanSync({ cwd: cloneFolder })]
    .filter((file) => !/(^|\/)(node_modules|dist)\//.test(file))
    .sort();
}

/** Answers one failure for each process that cannot be brought back. */
async function startWhatIsAway({ supervisor }: RunningStack, file: string): Promise<TestCounts[]> {
  const failures: TestCounts[] = [];
  for (const { name, state } of supervisor.status()) {
    if (state === "ready") continue;
    const isReady = () => supervisor.status().find((status) => status.name === name)?.state === "ready";
    supervisor.start(name).catch(() => {});
    await pollUntil(isReady, { timeoutMs: 60_000 }).catch(() => failures.push(one(`${name} comes back after ${file}`, false)));
  }
  return failures;
}
