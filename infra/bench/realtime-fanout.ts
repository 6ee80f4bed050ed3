import { join } from "node:path";
import { connect } from "nats";
import { subjectOf } from "../../packages/schema/src/events/index.ts";
import type { Benchmark } from "./benchmark.ts";
import type { FanoutAnswer, FanoutOrder, FanoutStream } from "./fanout-clients.ts";
import { makePeople } from "./fanout-people.ts";
import { forgetPeak, processorSecondsOf, residentOf, toMiB } from "./memory.ts";
import { describeTimes } from "./statistics.ts";

const WORKSPACES = 100;
const PEOPLE_IN_EACH = 20;
const READER_PROCESSES = 2;
const TICK_MS = 200;
/** In each tick, beside one event for every workspace: 50 a second in total. */
const SINGLE_EVENTS_PER_TICK = 10;
const PATIENCE_MS = 10_000;

/**
 * 2,000 people of 100 workspaces, each signed in for themselves, on one realtime process. Five times a second everybody gets an event (one
 * published for each workspace, since no event reaches across them), and 50 times a second one workspace gets another. What arrives at each must be what JetStream
 * numbered for their workspace, exactly and in order.
 */
export const realtimeFanout: Benchmark = {
  name: "realtime.fanout",
  wanted: "nothing lost, twice or out of order",
  target: 0,
  async run({ state, supervisor, quick, signal }) {
    const seconds = quick ? 5 : 20;
    const pid = supervisor.status().find(({ name }) => name === "realtime")?.pid;
    if (!pid) throw new Error("realtime does not run");
    const people = await makePeople(state.databaseOwnerUrl, { workspaces: WORKSPACES, peopleInEach: PEOPLE_IN_EACH });
    const workspaceIds = [...new Set(people.map(({ workspaceId }) => workspaceId))];
    const before = residentOf(pid).now;
    forgetPeak(pid);

    const share = Math.ceil(people.length / READER_PROCESSES);
    const readers = Array.from({ length: READER_PROCESSES }, (_, i) => startReaders(people.slice(i * share, (i + 1) * share)));
    try {
      await Promise.all(readers.map(({ streams, ask }) => ask({ open: streams, port: state.ports.realtime }, "opened")));
      const open = residentOf(pid).now;
      const idleFromSeconds = processorSecondsOf(pid);
      await Bun.sleep(2000);
      const idleCores = (processorSecondsOf(pid) - idleFromSeconds) / 2;

      const busyFromSeconds = processorSecondsOf(pid);
      const published = await publishFor(state, workspaceIds, seconds, signal);
      const busyCores = (processorSecondsOf(pid) - busyFromSeconds) / seconds;
      const expected = people.reduce((sum, { workspaceId }) => sum + (published.get(workspaceId)?.length ?? 0), 0);
      const ended = await waitForAll(readers, expected);

      let faults = 0;
      const delaysMs: number[] = [];
      for (const { streams, ask } of readers) {
        const report = await ask("report", "seqs");
        delaysMs.push(...report.delaysMs);
        for (const [i, { workspaceId }] of streams.entries()) faults += countFaults(published.get(workspaceId) ?? [], report.seqs[i] ?? []);
      }
      return {
        value: faults,
        unit: "faults",
        probe: null,
        ratio: null,
        ok: faults === 0 && ended === 0,
        details: [
          `${people.length} streams, straight to the process; ${expected} deliveries in ${seconds} s; ${ended} streams ended`,
          `delay of a delivery: ${describeTimes(delaysMs)}`,
          `resident: ${toMiB(before)} before, ${toMiB(open)} with all streams open, ${toMiB(residentOf(pid).peak)} at its peak`,
          `processor: ${idleCores.toFixed(2)} of a core with nothing to tell, ${busyCores.toFixed(2)} while telling`,
        ],
      };
    } finally {
      for (const { child } of readers) child.kill();
      await Promise.all(readers.map(({ child }) => child.exited));
    }
  },
};

type Readers = ReturnType<typeof startReaders>;

/** A process of its own that follows these streams. */
function startReaders(streams: FanoutStream[]) {
  let heard = (_answer: FanoutAnswer) => {};
  let gone = (_error: Error) => {};
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "fanout-clients.ts")], {
    stdout: "ignore",
    stderr: "inherit",
    ipc: (answer: FanoutAnswer) => heard(answer),
    onExit: (_, code) => gone(new Error(`The readers ended with code ${code}`)),
  });
  type AnswerWith<K extends string> = Extract<FanoutAnswer, Record<K, unknown>>;
  /** One question at a time; `about` names the field that its answer has. */
  const ask = <K extends string>(order: FanoutOrder, about: K): Promise<AnswerWith<K>> =>
    new Promise((resolve, reject) => {
      gone = reject;
      heard = (answer) => about in answer && resolve(answer as AnswerWith<K>);
      child.send(order);
    });
  return { streams, child, ask };
}

/** Publishes for so long; answers the sequences that JetStream gave to each workspace's events. */
async function publishFor(
  { natsUrl, secrets }: { natsUrl: string; secrets: { nats: Record<string, string> } },
  workspaceIds: string[],
  seconds: number,
  signal: AbortSignal,
): Promise<Map<string, number[]>> {
  const connection = await connect({ servers: natsUrl, user: "admin", pass: secrets.nats.admin });
  const jetstream = connection.jetstream();
  const published = new Map(workspaceIds.map((id) => [id, [] as number[]]));
  const publish = async (workspaceId: string) => {
    const id = Bun.randomUUIDv7();
    const about = { type: "project.updated" as const, workspaceId, projectId: id, userId: null };
    const event = { schemaVersion: 1, id, ...about, actor: null, at: new Date().toISOString(), data: { name: "Fanout", version: 1 } };
    const { seq } = await jetstream.publish(subjectOf(about), JSON.stringify(event), { msgID: id });
    published.get(workspaceId)?.push(seq);
  };
  const ticks = (seconds * 1000) / TICK_MS;
  const beganMs = performance.now();
  const under: Promise<void>[] = [];
  for (let tick = 0; tick < ticks; tick++) {
    signal.throwIfAborted();
    under.push(...workspaceIds.map(publish));
    for (let i = 0; i < SINGLE_EVENTS_PER_TICK; i++)
      under.push(publish(workspaceIds[(tick * SINGLE_EVENTS_PER_TICK + i) % workspaceIds.length] as string));
    await Bun.sleep(Math.max(0, beganMs + (tick + 1) * TICK_MS - performance.now()));
  }
  await Promise.all(under);
  await connection.close();
  for (const seqs of published.values()) seqs.sort((a, b) => a - b);
  return published;
}

/** Waits until as much has arrived as was published, or no more comes in time; answers how many streams have ended. */
async function waitForAll(readers: Readers[], expected: number): Promise<number> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const counts = await Promise.all(readers.map(({ ask }) => ask("count", "count")));
    const count = counts.reduce((sum, one) => sum + one.count, 0);
    if (count >= expected || performance.now() >= deadline) return counts.reduce((sum, one) => sum + one.ended, 0);
    await Bun.sleep(100);
  }
}

/** Events that are missing, came again, came before an earlier one, or were nobody's to send. */
export function countFaults(expected: number[], received: number[]): number {
  const wanted = new Set(expected);
  const seen = new Set<number>();
  let faults = 0;
  let latest = 0;
  for (const seq of received) {
    if (!wanted.has(seq) || seen.has(seq) || seq < latest) faults++;
    seen.add(seq);
    latest = Math.max(latest, seq);
  }
  return faults + expected.filter((seq) => !seen.has(seq)).length;
}
