/** Runs a command: prints errors as sentences, and turns Ctrl-C, SIGTERM and SIGHUP into one abort. `main` answers the exit code. */
export async function runCommandLine(main: (signal: AbortSignal) => Promise<number>): Promise<void> {
  process.umask(0o022); // servers run as somebody else; what is secret is written 0600
  const interrupted = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (!interrupted.signal.aborted) console.log("\nStopping...");
      interrupted.abort(new Error("Stopped."));
    });
  }
  try {
    process.exitCode = await main(interrupted.signal);
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : error}`);
    if (Bun.env.SLATE_DEBUG && error instanceof Error) console.error(error.stack);
    process.exitCode = interrupted.signal.aborted ? 130 : 1;
  }
  process.exit(process.exitCode);
}

/** Resolves when the person asks for an end. */
export const untilInterrupted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve())));
