import { readFileSync, readlinkSync, renameSync, writeFileSync } from "node:fs";
import { pollUntil } from "./poll.ts";
import { groupOf, isAlive, type ProcessIdentity, signal } from "./process-table.ts";

/** A child as written down, so that a later launcher can end it. */
export type RecordedProcess = ProcessIdentity & { name: string };

/** Writes down which children run now. */
export function recordProcesses(file: string, processes: RecordedProcess[]): void {
  writeFileSync(`${file}.new`, JSON.stringify(processes), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/**
 * Ends what a launcher that was killed left running, and says what that was.
 * A group whose leader is gone counts only while its members work inside `serversFolder`: its number may since be somebody else's.
 */
export async function endLeftovers(file: string, serversFolder: string): Promise<string[]> {
  const left = read(file)
    .map((process) => ({ ...process, members: isAlive(process) ? groupOf(process.pid) : orphansOf(process.pid, serversFolder) }))
    .filter(({ members }) => members.length > 0);
  for (const { members } of left) for (const pid of members) signal(pid, "SIGTERM");
  const gone = () => left.every(({ pid }) => groupOf(pid).length === 0);
  await pollUntil(gone, { timeoutMs: 5_000 }).catch(() => {
    for (const { pid } of left) signal(-pid, "SIGKILL");
  });
  await pollUntil(gone, { timeoutMs: 5_000, what: "The end of leftover processes" });
  return left.map(({ name, pid }) => `${name} (pid ${pid})`);
}

function read(file: string): RecordedProcess[] {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return [];
  }
}

const orphansOf = (leader: number, folder: string): number[] =>
  groupOf(leader).filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
    } catch {
      return false;
    }
  });
