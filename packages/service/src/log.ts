import "./tracing-channel.ts";
import pino from "pino";

export type Log = pino.Logger;

const BUFFER_BYTES = 64 * 1024;
const FLUSH_MS = 200;

/** Lines leave in blocks, a moment later, so that no request waits for a write. All are out when the process ends, unless it is killed. */
function openOutput(): pino.DestinationStream {
  const sink = Bun.stdout.writer({ highWaterMark: BUFFER_BYTES });
  setInterval(() => sink.flush(), FLUSH_MS).unref();
  process.on("exit", () => void sink.flush());
  return { write: (line) => void sink.write(line) };
}

let output: pino.DestinationStream | undefined;

/** One JSON line per entry, UTC. Secrets never reach it: routes log ids and names. */
export function createLog(service: string, level: string): Log {
  output ??= openOutput();
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, output);
}
