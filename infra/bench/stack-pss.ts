import type { Benchmark } from "./benchmark.ts";
import { familyOf, pssOf, toMiB } from "./memory.ts";

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
const TARGET_GIB = 1.5;
const SETTLE_MS = 60_000;
const QUICK_SETTLE_MS = 3000;

/**
 * Memory of the whole stack, sixty seconds after it was ready with the demo in it. The launcher is not part of it, as it is not in production; neither are
 * simulators and the probe.
 */
export const stackPss: Benchmark = {
  name: "stack.pss",
  wanted: `value ≤ ${TARGET_GIB} GiB`,
  target: TARGET_GIB,
  async run({ supervisor, readyAtMs, quick }) {
    const dueMs = readyAtMs + (quick ? QUICK_SETTLE_MS : SETTLE_MS);
    await Bun.sleep(Math.max(0, dueMs - performance.now()));
    const parts = supervisor
      .status()
      .filter(({ name }) => name !== "probe")
      .map(({ name, pid }) => {
        const pids = pid === null ? [] : familyOf(pid);
        return { name, processes: pids.length, bytes: pids.reduce((sum, one) => sum + pssOf(one), 0) };
      })
      .sort((a, b) => b.bytes - a.bytes);
    const unread = parts.filter(({ bytes }) => bytes === 0).map(({ name }) => name);
    if (unread.length > 0) throw new Error(`The memory of ${unread.join(", ")} cannot be read`);
    const value = parts.reduce((sum, { bytes }) => sum + bytes, 0) / GIB;
    return {
      value,
      unit: "GiB",
      probe: null,
      ratio: null,
      ok: value <= TARGET_GIB,
      details: [
        ...parts.map(
          ({ name, bytes, processes }) => `${name}: ${(bytes / MIB).toFixed(0)} MiB${processes > 1 ? ` in ${processes} processes` : ""}`,
        ),
        `the launcher, not counted: ${toMiB(pssOf(process.pid))}`,
      ],
    };
  },
};
