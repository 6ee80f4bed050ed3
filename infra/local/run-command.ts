import { closeSync, openSync } from "node:fs";
import { tailOf } from "./log-files.ts";

/** A one-shot command that failed, with the end of what it printed. */
export class CommandFailed extends Error {}

/**
 * Runs a command to its end with its output in `logFile`. Aborting ends it.
 * Throws CommandFailed with the end of its output when it exits with anything but 0.
 */
export async function runCommand(
  command: string[],
  options: { logFile: string; cwd?: string; env?: Record<string, string | undefined>; signal?: AbortSignal },
): Promise<void> {
  options.signal?.throwIfAborted();
  const log = openSync(options.logFile, "a", 0o600);
  try {
    const child = Bun.spawn(["setpriv", "--pdeathsig", "SIGTERM", "--", ...command], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdin: "ignore",
      stdout: log,
      stderr: log,
      detached: true, // a Ctrl-C at the terminal reaches the launcher only, which then ends things in order
      signal: options.signal,
    });
    const code = await child.exited;
    options.signal?.throwIfAborted();
    if (code !== 0) throw new CommandFailed(`\`${command.join(" ")}\` exited with ${code}.\n${tailOf(options.logFile)}`);
  } finally {
    closeSync(log);
  }
}
