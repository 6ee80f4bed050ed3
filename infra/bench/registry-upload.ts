import type { Benchmark } from "./benchmark.ts";
import { GROWTH_LIMIT_BYTES, makeBlob, perSecond, upload, watchMemory } from "./registry-place.ts";
import { median } from "./statistics.ts";

const TARGET = 0.85;

/** A registry client pushes 512 MiB in one request through the gateway, against the same straight to the registry. */
export const registryUpload: Benchmark = {
  name: "registry.upload",
  wanted: `ratio ≥ ${TARGET}, memory flat`,
  target: TARGET,
  async run({ state, supervisor, quick, signal }) {
    const rounds = quick ? 2 : 5;
    const { bytes, digest } = makeBlob(quick);
    const send = async (baseUrl: string) => perSecond(bytes.length, (await upload(baseUrl, state, bytes, digest, signal)).seconds);
    await send(state.gatewayUrl); // both are then an upload of what the store has already: the work is the same
    const memory = watchMemory({ supervisor });
    const ours: number[] = [];
    const direct: number[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await send(state.gatewayUrl));
      direct.push(await send(state.registryUrl));
    }
    const [value, probe] = [median(ours), median(direct)];
    const isFlat = Object.values(memory.growth()).every((growth) => growth <= GROWTH_LIMIT_BYTES);
    return {
      value,
      unit: "MB/s",
      probe,
      ratio: value / probe,
      ok: value / probe >= TARGET && isFlat,
      details: [
        `${rounds} rounds of ${bytes.length / 1024 ** 2} MiB, turn by turn; ${memory.describe()}`,
        `rounds: ${ours.map((one, i) => `${one.toFixed(0)}/${direct[i]?.toFixed(0)}`).join(", ")}`,
      ],
    };
  },
};
