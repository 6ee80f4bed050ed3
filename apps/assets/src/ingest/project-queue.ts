import { createGate } from "@slate/service";

/** How urgent: a save, an import, or what was not even told. Each lane has places of its own, so that none waits for a slower one. */
type Lane = "small" | "large" | "behind";

type Options = {
  /** How long a project waits for more changesets before a run begins. */
  gatherMs: number;
  /** From the beginning of a run to that of the project's next: under a stream of saves one run serves many. */
  roundMs: number;
  /** Runs of each lane at the same time, of different projects. */
  atOnce: Record<Lane, number>;
  run(projectId: string, changesetIds: string[]): Promise<unknown>;
};
type Turn = { changesetIds: Set<string>; lane: Lane; done: Promise<void> };

/** Nobody waits with an answer open, so a place is waited for as long as it takes. */
const createTurns = (concurrency: number) => createGate({ concurrency, waitMs: 2 ** 31 - 1, queue: Number.POSITIVE_INFINITY, busy: "" });

/**
 * Runs the work of each project one after another, and what comes for a project meanwhile together in its next run. The answer to a changeset comes with
 * the end of the run it is in.
 */
export function createProjectQueue({ gatherMs, roundMs, atOnce, run }: Options) {
  const waiting = new Map<string, Turn>();
  const last = new Map<string, Promise<unknown>>();
  const lanes = { small: createTurns(atOnce.small), large: createTurns(atOnce.large), behind: createTurns(atOnce.behind) };

  const begin = (projectId: string, lane: Lane): Turn => {
    const turn: Turn = { changesetIds: new Set(), lane, done: Promise.resolve() };
    const before = last.get(projectId) ?? Promise.resolve();
    let round: Promise<void> | undefined;
    turn.done = Promise.all([before, Bun.sleep(gatherMs)]).then(() =>
      lanes[turn.lane](async () => {
        waiting.delete(projectId);
        round = Bun.sleep(roundMs);
        await run(projectId, [...turn.changesetIds]);
      }),
    );
    const settled = turn.done.catch(() => {}).then(() => round);
    last.set(projectId, settled);
    void settled.then(() => {
      if (last.get(projectId) === settled) last.delete(projectId);
    });
    waiting.set(projectId, turn);
    return turn;
  };

  return function enqueue(projectId: string, changesetIds: string[], lane: Lane): Promise<void> {
    const turn = waiting.get(projectId) ?? begin(projectId, lane);
    for (const id of changesetIds) turn.changesetIds.add(id);
    // What is told is more urgent than what is not; what is large takes its time whatever comes with it.
    if (lane === "large" || turn.lane === "behind") turn.lane = lane;
    return turn.done;
  };
}
