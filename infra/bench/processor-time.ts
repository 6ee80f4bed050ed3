import type { Supervisor } from "../local/supervisor.ts";
import { familyOf, processorSecondsOf } from "./memory.ts";

/** Processor time by process of the stack, in ms; `load` is this process, which sends the requests. */
export type ProcessorTimes = Record<string, number>;

const MINOR_MS = 0.05;

/** What each process of the stack has used so far. */
function readTimes(supervisor: Supervisor): ProcessorTimes {
  const times = supervisor.status().map(({ name, pid }): [string, number] => {
    const seconds = pid === null ? 0 : familyOf(pid).reduce((sum, one) => sum + processorSecondsOf(one), 0);
    return [name, seconds * 1000];
  });
  const { user, system } = process.cpuUsage();
  return Object.fromEntries([...times, ["load", (user + system) / 1000]]);
}

/** Runs `work` and adds what each process used meanwhile to `total`. Of a process that ended in between nothing is known. */
export async function metered<T>(supervisor: Supervisor, total: ProcessorTimes, work: () => Promise<T>): Promise<T> {
  const before = readTimes(supervisor);
  const result = await work();
  for (const [name, ms] of Object.entries(readTimes(supervisor))) total[name] = (total[name] ?? 0) + Math.max(0, ms - (before[name] ?? 0));
  return result;
}

const IDLE_WINDOW_MS = 2000;
const IDLE_SHARE = 0.1;

/** Waits until the stack uses less than a tenth of a processor: a seeded demo is still being worked on long after its import. */
export async function untilIdle(supervisor: Supervisor, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const used: ProcessorTimes = {};
    await metered(supervisor, used, () => Bun.sleep(IDLE_WINDOW_MS));
    const sum = Object.values(used).reduce((total, ms) => total + ms, 0);
    if (sum < IDLE_SHARE * IDLE_WINDOW_MS) return;
    if (performance.now() > deadline)
      throw new Error(`The stack does not come to rest: ${describeProcessorTimes(used, IDLE_WINDOW_MS / 1000)} a second`);
  }
}

/** `projects 2.51, postgres 1.90, others 0.12: 4.53 ms`, per piece of work. */
export function describeProcessorTimes(total: ProcessorTimes, works: number): string {
  const each = Object.entries(total)
    .map(([name, ms]) => ({ name, ms: ms / works }))
    .sort((a, b) => b.ms - a.ms);
  const major = each.filter(({ ms }) => ms >= MINOR_MS);
  const sum = (of: typeof each) => of.reduce((ms, one) => ms + one.ms, 0);
  const others = { name: "others", ms: sum(each) - sum(major) };
  return `${[...major, others].map(({ name, ms }) => `${name} ${ms.toFixed(2)}`).join(", ")}: ${sum(each).toFixed(2)} ms`;
}
