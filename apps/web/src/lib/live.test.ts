import { afterEach, describe, expect, test } from "bun:test";
import { backoffMs } from "./backoff.ts";
import { createLiveHub, type FromHub } from "./live-hub.ts";
import { createSseParser, type StreamMessage } from "./sse.ts";

describe("reading a stream", () => {
  const wire = ': hello\r\nid: 7-1\nevent: changeset.created\ndata: {"a":\ndata: 1}\n\nid: 7-2\n\ndata: x\r\r';
  const expected = [
    { id: "7-1", type: "changeset.created", data: '{"a":\n1}' },
    { id: "7-2", type: "message", data: "x" },
  ];

  test("messages are the same however the bytes are cut", () => {
    for (let size = 1; size <= wire.length; size++) {
      const messages: StreamMessage[] = [];
      const parser = createSseParser((message) => messages.push(message));
      for (let at = 0; at < wire.length; at += size) parser.push(wire.slice(at, at + size));
      parser.push("\n");
      expect(messages).toEqual(expected);
    }
  });

  test("a message without data moves the place to resume from, and tells nobody", () => {
    const ids: string[] = [];
    const parser = createSseParser(
      () => {
        throw new Error("no message expected");
      },
      (id) => ids.push(id),
    );
    parser.push("id: 7-9\n\n");
    expect(ids).toEqual(["7-9"]);
  });
});

test("waits grow, are bounded and never the same for everybody", () => {
  expect([0, 1, 2].map((attempt) => backoffMs(attempt, () => 1))).toEqual([500, 1000, 2000]);
  expect(backoffMs(50, () => 1)).toBe(30_000);
  expect(backoffMs(3, () => 0)).toBe(2000);
});

type Visit = { lastEventId: string | null; workspace: string | null; send: (text: string) => void; end: () => void; closed: Promise<void> };
const servers: { stop: (force: boolean) => void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.stop(true);
});

/** A real server whose every visit the test can talk through. */
function startServer(answer: (visit: Visit, number: number) => Response | undefined = () => undefined) {
  const visits: Visit[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 0,
    fetch(request) {
      const { promise: closed, resolve } = Promise.withResolvers<void>();
      request.signal.addEventListener("abort", () => resolve());
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const writer = writable.getWriter();
      const visit: Visit = {
        lastEventId: request.headers.get("last-event-id"),
        workspace: new URL(request.url).searchParams.get("workspace"),
        send: (text) => void writer.write(new TextEncoder().encode(text)).catch(() => {}),
        end: () => void writer.close().catch(() => {}),
        closed,
      };
      visits.push(visit);
      const refusal = answer(visit, visits.length);
      if (refusal) return refusal;
      visit.send(": connected\n\n");
      return new Response(readable, { headers: { "Content-Type": "text/event-stream" } });
    },
  });
  servers.push(server);
  const hub = createLiveHub({
    fetch: (url, init) => fetch(new URL(url, server.url), init),
    isOnline: () => true,
    silenceLimitMs: 400,
    waitMs: () => 5,
  });
  return { hub, visits };
}

function createTab() {
  const heard: FromHub[] = [];
  return {
    heard,
    listener: (said: FromHub) => void heard.push(said),
    states: () => heard.flatMap((said) => (said.kind === "state" ? [said.state] : [])),
    data: () => heard.flatMap((said) => (said.kind === "message" ? [said.message.data] : [])),
  };
}

async function until(condition: () => boolean) {
  const deadline = Date.now() + 5000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe("the hub", () => {
  test("eight tabs share one connection and all hear everything", async () => {
    const { hub, visits } = startServer();
    const tabs = Array.from({ length: 8 }, createTab);
    for (const tab of tabs) hub.watch(tab.listener, "w1");
    await until(() => tabs.every((tab) => tab.states().includes("live")));
    visits[0]?.send("id: 1-1\ndata: hi\n\n");
    await until(() => tabs.every((tab) => tab.data().length === 1));
    expect(visits).toHaveLength(1);
    expect(visits[0]?.workspace).toBe("w1");
    for (const tab of tabs) hub.leaveAll(tab.listener);
    await visits[0]?.closed;
  });

  test("a lost connection resumes after the last message, and is not told as fresh", async () => {
    const { hub, visits } = startServer();
    const tab = createTab();
    hub.watch(tab.listener, "w1");
    await until(() => visits.length === 1);
    visits[0]?.send("id: 1-41\ndata: a\n\n");
    await until(() => tab.data().length === 1);
    visits[0]?.end();
    await until(() => visits.length === 2 && tab.states().at(-1) === "live");
    expect(visits.map((visit) => visit.lastEventId)).toEqual([null, "1-41"]);
    expect(tab.states()).toContain("reconnecting");
    expect(tab.heard.flatMap((said) => (said.kind === "state" && said.state === "live" ? [said.fresh] : []))).toEqual([true, false]);
    hub.leaveAll(tab.listener);
  });

  test("silence is taken for a dead connection, a heartbeat is not", async () => {
    const { hub, visits } = startServer();
    const tab = createTab();
    hub.watch(tab.listener, "w1");
    await until(() => visits.length === 1);
    const beat = setInterval(() => visits[0]?.send(": beat\n\n"), 50);
    const startedAt = Date.now();
    await until(() => Date.now() - startedAt > 800);
    expect(visits).toHaveLength(1);
    clearInterval(beat);
    await until(() => visits.length === 2);
    hub.leaveAll(tab.listener);
  });

  test("an ended sign-in stops the attempts until somebody asks again", async () => {
    let signedIn = false;
    const { hub, visits } = startServer(() => (signedIn ? undefined : new Response(null, { status: 401 })));
    const tab = createTab();
    hub.watch(tab.listener, "w1");
    await until(() => tab.states().includes("denied"));
    const startedAt = Date.now();
    await until(() => Date.now() - startedAt > 60);
    expect(visits).toHaveLength(1);
    signedIn = true;
    hub.retry();
    await until(() => tab.states().at(-1) === "live");
    hub.leaveAll(tab.listener);
  });

  test("a server in trouble is asked again until it answers", async () => {
    const { hub, visits } = startServer((_, number) => (number < 4 ? new Response(null, { status: 503 }) : undefined));
    const tab = createTab();
    hub.watch(tab.listener, "w1");
    await until(() => tab.states().at(-1) === "live");
    expect(visits).toHaveLength(4);
    hub.leaveAll(tab.listener);
  });

  test("a stream ends with its last tab, while another workspace goes on", async () => {
    const { hub, visits } = startServer();
    const [one, two] = [createTab(), createTab()];
    hub.watch(one.listener, "w1");
    hub.watch(two.listener, "w2");
    await until(() => visits.length === 2 && two.states().includes("live"));
    hub.leave(one.listener, "w1");
    await visits.find((visit) => visit.workspace === "w1")?.closed;
    visits.find((visit) => visit.workspace === "w2")?.send("data: still here\n\n");
    await until(() => two.data().includes("still here"));
    hub.leaveAll(two.listener);
  });
});
