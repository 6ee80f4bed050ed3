import type { StackState } from "../local/state.ts";
import type { Supervisor } from "../local/supervisor.ts";

/** What a benchmark finds: a stack of its own that nobody else uses. */
export type Bench = {
  state: StackState;
  supervisor: Supervisor;
  /** When the whole stack was ready, on the clock of `performance.now()`. */
  readyAtMs: number;
  /** Short rounds: for a look at whether it works, not for numbers. */
  quick: boolean;
  /** Starts the bare server behind the gateway's `/probe/`, if it is not up. */
  startProbe: () => Promise<void>;
  signal: AbortSignal;
};

/** What was measured. `value` is ours, `probe` the bare minimum's in the same run, `ratio` the first by the second. */
export type Measurement = {
  value: number;
  unit: string;
  probe: number | null;
  ratio: number | null;
  ok: boolean;
  /** Lines for people: what else was seen on the way. */
  details: string[];
};

export type Benchmark = {
  name: string;
  /** What must be at least or at most what: `target` is the number in it. */
  wanted: string;
  target: number;
  run: (bench: Bench) => Promise<Measurement>;
};
