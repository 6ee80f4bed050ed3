import { parseArgs } from "node:util";
import { runCommandLine } from "../local/command-line.ts";
import { launchStack, type RunningStack, resetStack } from "../local/launch.ts";
import { seedDemo } from "../local/seed.ts";
import type { StackOptions } from "../local/stack.ts";
import { assetsDownload } from "./assets-download.ts";
import { assetsImpact } from "./assets-impact.ts";
import { assetsImport } from "./assets-import.ts";
import { assetsParse } from "./assets-parse.ts";
import type { Bench, Benchmark, Measurement } from "./benchmark.ts";
import { fileSave } from "./file-save.ts";
import { importSample } from "./import-sample.ts";
import { probeProcess } from "./probe/process.ts";
import { readCached } from "./read-cached.ts";
import { realtimeFanout } from "./realtime-fanout.ts";
import { realtimeLatency } from "./realtime-latency.ts";
import { registryDownload } from "./registry-download.ts";
import { registryUpload } from "./registry-upload.ts";
import { asJson, asTable, type Finding } from "./report.ts";
import { stackPss } from "./stack-pss.ts";

/** In this order: memory is that of a stack that has done nothing else yet. */
const benchmarks: Benchmark[] = [
  stackPss,
  readCached,
  fileSave,
  importSample,
  assetsParse,
  assetsImport,
  assetsImpact,
  assetsDownload,
  registryUpload,
  registryDownload,
  realtimeLatency,
  realtimeFanout,
];

/** Limits protect the machine from its users; here there is one user, who is to reach the machine. */
const UNLIMITED = "1000000000";
const options: StackOptions = {
  name: "bench",
  gatewayExtras: `${import.meta.dir}/gateway`,
  serviceSettings: {
    RATE_LIMIT_PER_CREDENTIAL: UNLIMITED,
    RATE_LIMIT_PER_WORKSPACE: UNLIMITED,
    RATE_LIMIT_PER_ADDRESS: UNLIMITED,
  },
};

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false }, // one JSON object on stdout instead of the table
    quick: { type: "boolean", default: false }, // short rounds: to see that it works, not for numbers
  },
});

/** Progress; stdout is for the result alone. */
const say = (line: string) => console.error(line);

await runCommandLine(async (signal) => {
  const chosen = choose(positionals);
  resetStack(options);
  const stack = await launchStack({ ...options, programs: ["wrk", "pgbench"] }, say, signal);
  try {
    const findings = await measure(stack, chosen, signal);
    console.log(flags.json ? asJson(findings) : `\n${asTable(findings)}`);
    return findings.every(({ measured }) => Number.isFinite(measured.value)) ? 0 : 1;
  } finally {
    await stack.stop();
  }
});

function choose(names: string[]): Benchmark[] {
  const unknown = names.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0)
    throw new Error(`There is no benchmark "${unknown[0]}"; there are ${benchmarks.map(({ name }) => name).join(", ")}.`);
  return names.length === 0 ? benchmarks : benchmarks.filter(({ name }) => names.includes(name));
}

async function measure({ state, supervisor }: RunningStack, chosen: Benchmark[], signal: AbortSignal): Promise<Finding[]> {
  await seedDemo({ gatewayUrl: state.gatewayUrl, state, say });
  supervisor.add(probeProcess(state));
  const startProbe = () => supervisor.start("probe");
  const bench: Bench = { state, supervisor, readyAtMs: performance.now(), quick: flags.quick, startProbe, signal };
  const findings: Finding[] = [];
  for (const benchmark of chosen) {
    signal.throwIfAborted();
    say(`${benchmark.name}...`);
    findings.push({ benchmark, measured: await benchmark.run(bench).catch(asFailure) });
  }
  return findings;
}

/** One that cannot measure does not cost the others their numbers. */
function asFailure(error: unknown): Measurement {
  const message = error instanceof Error ? error.message : String(error);
  return { value: Number.NaN, unit: "", probe: null, ratio: null, ok: false, details: [`It could not measure: ${message}`] };
}
