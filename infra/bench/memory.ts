import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const KIB = 1024;
const MIB = 1024 * KIB;
export const toMiB = (bytes: number): string => `${(bytes / MIB).toFixed(0)} MiB`;

/** A process and everything it has started, by their parents: PostgreSQL's children have process groups of their own. */
export function familyOf(pid: number): number[] {
  const children = Map.groupBy(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number),
    parentOf,
  );
  const collect = (parent: number): number[] => [parent, ...(children.get(parent) ?? []).flatMap(collect)];
  return collect(pid);
}

function parentOf(pid: number): number {
  const stat = readProc(pid, "stat");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

/** Proportional set size in bytes: its own pages, and its share of those that several processes have in common. */
export const pssOf = (pid: number): number => kibAfter("Pss", readProc(pid, "smaps_rollup"));

/** Resident memory in bytes: now, and the most it ever was or since `forgetPeak`. */
export function residentOf(pid: number): { now: number; peak: number } {
  const status = readProc(pid, "status");
  return { now: kibAfter("VmRSS", status), peak: kibAfter("VmHWM", status) };
}

/** The peak counts anew from here. */
export const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, "5");

/** Processor time in seconds that a process has used so far. */
export function processorSecondsOf(pid: number): number {
  const stat = readProc(pid, "stat");
  const [user, system] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  return (Number(user) + Number(system)) / TICKS_PER_SECOND;
}
const TICKS_PER_SECOND = 100; // USER_HZ of every Linux that Bun runs on

const kibAfter = (name: string, text: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0) * KIB;

/** Empty for a process that ended meanwhile. */
function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
