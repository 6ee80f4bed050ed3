import type { Benchmark } from "./benchmark.ts";
import { GROWTH_LIMIT_BYTES, makeBlob, perSecond, upload, watchMemory } from "./registry-place.ts";
import { median } from "./statistics.ts";

const TARGET = 0.7;

/** A registry client pulls 512 MiB through the gateway, against the same straight from the registry. It counts the bytes and keeps none. */
export const registryDownload: Benchmark = {
  name: "registry.download",
  wanted: `ratio ≥ ${TARGET}, memory flat`,
  target: TARGET,
  async run({ state, supervisor, quick, signal }) {
    const rounds = quick ? 2 : 7;
    const { bytes, digest } = makeBlob(quick);
    const { name, headers } = await upload(state.registryUrl, state, bytes, digest, signal);
    const size = bytes.length;
    const pull = async (baseUrl: string) => {
      const began = performance.now();
      const response = await fetch(`${baseUrl}/v2/${name}/blobs/${digest}`, { headers, signal });
      let received = 0;
      for await (const chunk of response.body ?? []) received += chunk.byteLength;
      if (received !== size) throw new Error(`${received} of ${size} bytes came, with ${response.status}`);
      return perSecond(size, (performance.now() - began) / 1000);
    };
    for (const baseUrl of [state.gatewayUrl, state.registryUrl]) await pull(baseUrl);
    const memory = watchMemory({ supervisor });
    const ours: number[] = [];
    const direct: number[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await pull(state.gatewayUrl));
      direct.push(await pull(state.registryUrl));
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
        `${rounds} rounds of ${size / 1024 ** 2} MiB, turn by turn; ${memory.describe()}`,
        `rounds: ${ours.map((one, i) => `${one.toFixed(0)}/${direct[i]?.toFixed(0)}`).join(", ")}`,
      ],
    };
  },
};
