import pino from "pino";

export type Log = pino.Logger;

const FLUSH_BYTES = 4096;
const FLUSH_MS = 200;

/**
 * Lines leave in blocks, a moment later, so that no request waits for a write. They are written out when the process ends, by whatever it ends
 * but a kill.
 */
function openOutput() {
  const output = pino.destination({ dest: 1, sync: false, minLength: FLUSH_BYTES });
  setInterval(() => output.flush(), FLUSH_MS).unref();
  process.on("exit", () => output.flushSync());
  return output;
}

/** One JSON line per entry, UTC. Secrets never reach it: routes log ids and names, and these paths are cut as a last resort. */
export const createLog = (service: string, level: string): Log =>
  pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: ["*.password", "*.authorization", "*.cookie", "*.key", "*.token"], censor: "[cut]" },
    },
    openOutput(),
  );
