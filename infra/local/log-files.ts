import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Moves the logs of the run before to `previous/`, so that they neither grow for ever nor mix with those of this run. */
export function setLogsAside(folder: string): void {
  const previous = join(folder, "previous");
  rmSync(previous, { recursive: true, force: true });
  mkdirSync(previous);
  for (const file of readdirSync(folder)) if (file !== "previous") renameSync(join(folder, file), join(previous, file));
}

/** The last lines of a log file, indented, under a line naming the file. */
export function tailOf(file: string, lines = 20, keep: (line: string) => boolean = () => true): string {
  const text = readEnd(file, 64 * 1024).trimEnd();
  if (!text) return `  (${file} is empty)`;
  return [`  end of ${file}:`, ...text.split("\n").filter(keep).slice(-lines)].join("\n  | ");
}

function readEnd(file: string, limitBytes: number): string {
  try {
    const fd = openSync(file, "r");
    try {
      const size = fstatSync(fd).size;
      const buffer = Buffer.alloc(Math.min(size, limitBytes));
      readSync(fd, buffer, 0, buffer.length, size - buffer.length);
      return buffer.toString("utf8");
    } finally {
      closeSync(fd);
    }
  } catch {
    return "";
  }
}
