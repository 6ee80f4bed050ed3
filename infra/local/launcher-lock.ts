import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { identify, isAlive, type ProcessIdentity } from "./process-table.ts";

/** The live launcher that holds `file`, if any. */
export function holderOfLock(file: string): ProcessIdentity | undefined {
  try {
    const holder: ProcessIdentity = JSON.parse(readFileSync(file, "utf8"));
    return isAlive(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes this process the only launcher of a stack. Returns the one that already is, or undefined when it is us now.
 * A lock whose holder died is taken over.
 */
export function takeLock(file: string): ProcessIdentity | undefined {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const fd = openSync(file, "wx", 0o600);
      writeSync(fd, JSON.stringify(identify(process.pid)));
      closeSync(fd);
      return undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const holder = holderOfLock(file);
      if (holder) return holder;
      rmSync(file, { force: true });
    }
  }
  throw new Error(`${file} cannot be taken; another launcher keeps making it.`);
}

export const releaseLock = (file: string): void => rmSync(file, { force: true });
