import { Redis } from "ioredis";
import type { Benchmark } from "./benchmark.ts";
import { PROBE_KEY } from "./probe/names.ts";
import { median } from "./statistics.ts";
import { createProject, openWorkspace } from "./workspace.ts";
import { type Load, runWrk } from "./wrk.ts";

const TARGET = 0.5;

/** Authenticated reads of one cached project through the gateway, against one bare Redis GET of as many bytes behind the same gateway. */
export const readCached: Benchmark = {
  name: "read.cached",
  wanted: `ratio ≥ ${TARGET}`,
  target: TARGET,
  async run({ state, quick, startProbe, signal }) {
    await startProbe();
    const [rounds, seconds] = quick ? [2, 2] : [3, 8];
    const workspace = await openWorkspace(state.gatewayUrl);
    const headers = { Authorization: `Bearer ${workspace.key}` };
    const ourUrl = `${state.gatewayUrl}/api/projects/${await createProject(workspace, "Read")}`;
    const probeUrl = `${state.gatewayUrl}/probe/read`;
    const body = await (await fetch(ourUrl, { headers })).text();

    const redis = new Redis(state.redisUrl);
    try {
      await redis.set(PROBE_KEY, body);
      await runWrk(ourUrl, 2, headers, signal);
      await runWrk(probeUrl, 2, {}, signal);
      const ours: Load[] = [];
      const bare: Load[] = [];
      const commandsBefore = await commandsOf(redis);
      for (let round = 0; round < rounds; round++) {
        ours.push(await runWrk(ourUrl, seconds, headers, signal));
        bare.push(await runWrk(probeUrl, seconds, {}, signal));
      }
      const requests = ours.reduce((sum, load) => sum + load.requests, 0);
      const bareRequests = bare.reduce((sum, load) => sum + load.requests, 0);
      const commands = (await commandsOf(redis)) - commandsBefore - bareRequests;
      const value = median(ours.map((load) => load.requestsPerSecond));
      const probe = median(bare.map((load) => load.requestsPerSecond));
      const times = (loads: Load[]) => `median ${median(loads.map((l) => l.p50Ms))} ms, p99 ${median(loads.map((l) => l.p99Ms))} ms`;
      return {
        value,
        unit: "requests/s",
        probe,
        ratio: value / probe,
        ok: value / probe >= TARGET,
        details: [
          `32 kept connections, ${rounds} rounds of ${seconds} s each, turn by turn; ${body.length} bytes`,
          `ours: ${times(ours)}; Redis commands for each request: ${(commands / requests).toFixed(1)}`,
          `probe: ${times(bare)}`,
          `rounds: ${ours.map((load, i) => `${load.requestsPerSecond.toFixed(0)}/${bare[i]?.requestsPerSecond.toFixed(0)}`).join(", ")}`,
        ],
      };
    } finally {
      await redis.del(PROBE_KEY);
      redis.disconnect();
    }
  },
};

/** Commands that Redis has run so far, whether sent alone, in a pipeline or by a script. */
async function commandsOf(redis: Redis): Promise<number> {
  return Number(/total_commands_processed:(\d+)/.exec(await redis.info("stats"))?.[1]);
}
