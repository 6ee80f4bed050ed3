import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A process told apart from any later one with the same number by when it started (clock ticks since boot). */
export type ProcessIdentity = { pid: number; startedAtTicks: string };

function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" "); // the name before it may hold spaces
  } catch {
    return undefined;
  }
}

/** Identity of a live process; undefined when it is gone or only waits to be reaped. */
export function identify(pid: number): ProcessIdentity | undefined {
  const stat = statOf(pid);
  const startedAtTicks = stat?.[19];
  return stat && startedAtTicks && stat[0] !== "Z" ? { pid, startedAtTicks } : undefined;
}

/** Whether exactly this process still lives. */
export const isAlive = (process: ProcessIdentity): boolean => identify(process.pid)?.startedAtTicks === process.startedAtTicks;

/** The command line of a process, or its name where that is hidden. */
export function commandOf(pid: number): string {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim();
    return words || readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return "(gone)";
  }
}

/** Live processes of the group that `leader` leads. */
export function groupOf(leader: number): number[] {
  return pids().filter((pid) => {
    const stat = statOf(pid);
    return stat !== undefined && stat[0] !== "Z" && Number(stat[2]) === leader;
  });
}

/** Sends a signal to one process, or to a group when `pid` is negative. False when there is nobody left to receive it. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}

/** Who listens on a TCP port of this machine. The pid is unknown when the process belongs to another user. */
export function holderOf(port: number): { pid?: number; command: string } | undefined {
  const inode = listeningInode(port);
  if (!inode) return undefined;
  for (const pid of pids()) {
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`)) {
        if (readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`) return { pid, command: commandOf(pid) };
      }
    } catch {
      // Another user's process, or one that ended while we looked.
    }
  }
  return { command: "a process of another user" };
}

function listeningInode(port: number): string | undefined {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    try {
      for (const line of readFileSync(table, "utf8").split("\n").slice(1)) {
        const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
        if (state === "0A" && local?.endsWith(`:${hex}`)) return inode;
      }
    } catch {
      // No IPv6 on this machine.
    }
  }
  return undefined;
}

const pids = (): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
