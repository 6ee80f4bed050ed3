import { connect } from "nats";
import type { Bench, Benchmark } from "./benchmark.ts";
import { PROBE_SUBJECT } from "./probe/names.ts";
import { followSse, type SseReader } from "./sse-reader.ts";
import { describeTimes, percentile } from "./statistics.ts";
import { createProject, expectData, openWorkspace } from "./workspace.ts";

const TARGET_MS = 100;
const READERS = 20;
const PAUSE_MS = 100;
const PATIENCE_MS = 5000;

type Reading = { port: number; path: string; headers: Record<string, string>; type: string };

/**
 * From the moment that a save's transaction promises its event, just before COMMIT, to the event's arrival at each of 20 clients behind the
 * gateway. The probe publishes to NATS and relays to as many clients behind the same gateway, with nothing kept and nobody asked.
 */
export const realtimeLatency: Benchmark = {
  name: "realtime.latency",
  wanted: `p95 ≤ ${TARGET_MS} ms`,
  target: TARGET_MS,
  async run(bench) {
    const { state, quick, startProbe } = bench;
    await startProbe();
    const count = quick ? 30 : 150;
    const workspace = await openWorkspace(state.gatewayUrl);
    const headers = { Authorization: `Bearer ${workspace.key}` };
    const projectId = await createProject(workspace, "Latency");
    const file = expectData(
      await workspace.client.POST("/api/files", { body: { projectId, path: "Assets/A.cs", content: "class A {}", message: "" } }),
    );
    let version = file.version;
    const save = async (n: number) => {
      const response = await fetch(`${state.gatewayUrl}/api/files/${file.id}/content`, {
        method: "PUT",
        headers: { ...headers, "Content-Type": "application/octet-stream", "If-Match": `"${version++}"` },
        body: `class A { int n = ${n}; }`,
      });
      if (!response.ok) throw new Error(`A save answered ${response.status} ${await response.text()}`);
      await response.arrayBuffer();
    };
    const port = state.ports.gateway;
    const ours = await measureDelays(bench, { port, path: "/api/events", headers, type: "changeset.created" }, count, save);

    const nats = await connect({ servers: state.natsUrl, user: "admin", pass: state.secrets.nats.admin });
    const publish = async () => {
      nats.publish(PROBE_SUBJECT, `event: probe\ndata: ${JSON.stringify({ at: new Date().toISOString() })}\n\n`);
      await nats.flush();
    };
    const bare = await measureDelays(bench, { port, path: "/probe/events", headers: {}, type: "probe" }, count, publish);
    await nats.close();
    const value = percentile(ours, 0.95);
    const probe = percentile(bare, 0.95);
    return {
      value,
      unit: "ms",
      probe,
      ratio: value / probe,
      ok: value <= TARGET_MS,
      details: [
        `${count} saves, ${1000 / PAUSE_MS} a second at most, ${READERS} readers; clock of whole milliseconds, rounded up`,
        `ours: ${describeTimes(ours)}`,
        `probe (NATS publish, relayed to SSE): ${describeTimes(bare)}`,
      ],
    };
  },
};

/** Does `act` so many times while readers listen; answers the delay of each event at each reader. Throws when one does not arrive. */
async function measureDelays(
  { signal }: Bench,
  { type, ...source }: Reading,
  count: number,
  act: (n: number) => Promise<void>,
): Promise<number[]> {
  const delaysMs: number[] = [];
  const sinceMs = Date.now(); // what was set up a moment ago may still be on its way
  const onEvent = (event: { type: string; data: string }) => {
    const atMs = Date.parse(/"at":"([^"]+)"/.exec(event.data)?.[1] ?? "");
    if (event.type === type && atMs >= sinceMs) delaysMs.push(performance.timeOrigin + performance.now() - atMs);
  };
  const readers: SseReader[] = [];
  let ended = 0;
  for (let i = 0; i < READERS; i++) readers.push(await followSse(source, { onEvent, onEnd: () => ended++ }));
  try {
    for (let n = 0; n < count; n++) {
      signal.throwIfAborted();
      const beganMs = performance.now();
      await act(n);
      await Bun.sleep(Math.max(0, PAUSE_MS - (performance.now() - beganMs)));
    }
    const deadline = performance.now() + PATIENCE_MS;
    while (delaysMs.length < count * READERS && performance.now() < deadline) await Bun.sleep(10);
    if (delaysMs.length !== count * READERS || ended > 0)
      throw new Error(`${READERS} readers got ${delaysMs.length} of ${count} × ${READERS} events, and ${ended} streams ended`);
    return delaysMs;
  } finally {
    for (const reader of readers) reader.close();
  }
}
