import pino from "pino";

export type Log = pino.Logger;

/** One JSON line per entry, UTC. Secrets never reach it: routes log ids and names, and these paths are cut as a last resort. */
export const createLog = (service: string, level: string): Log =>
  pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: ["*.password", "*.authorization", "*.cookie", "*.key", "*.token"], censor: "[cut]" },
  });
