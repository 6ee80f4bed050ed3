import { existsSync } from "node:fs";
import { join } from "node:path";
import { runCommandLine } from "./command-line.ts";
import { cloneFolder } from "./folders.ts";

export type CheckResult = { name: string; passed: boolean; output: string };

const checks = [
  { name: "biome", command: ["biome", "check", "--colors=off"] },
  { name: "tsc", command: ["tsc", "-p", "tsconfig.json", "--noEmit"] },
  ...(existsSync(join(cloneFolder, "apps/web/tsconfig.json"))
    ? [{ name: "tsc (web)", command: ["tsc", "-p", "apps/web/tsconfig.json", "--noEmit"] }]
    : []),
];

/** Runs Biome and the compiler over the whole clone, one after the other. */
export async function runChecks(signal: AbortSignal): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, command } of checks) {
    const child = Bun.spawn([process.execPath, "x", ...command], {
      cwd: cloneFolder,
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
      signal,
    });
    const [output, errors, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
    signal.throwIfAborted();
    results.push({ name, passed: code === 0, output: output + errors });
  }
  return results;
}

if (import.meta.main) {
  await runCommandLine(async (signal) => {
    const results = await runChecks(signal);
    for (const { name, passed, output } of results) console.log(passed ? `${name}: passed` : `${name}: failed\n${output}`);
    return results.every(({ passed }) => passed) ? 0 : 1;
  });
}
