import { afterAll, beforeAll, expect, test } from "bun:test";
import { NewApiKey } from "@slate/schema/api";
import fc from "fast-check";
import { z } from "zod";
import { createClient, eventually, type Person, signInAgain, testStack, testWorkspace } from "../../../../infra/testing/index.ts";
import { openPublisher, type Publisher } from "../testing/publisher.ts";
import { startReplica } from "../testing/replica.ts";
import { followEvents, type SseClient } from "../testing/sse-client.ts";

let publisher: Publisher;
const opened: SseClient[] = [];
beforeAll(async () => {
  publisher = await openPublisher();
});
afterAll(async () => {
  await Promise.all(opened.map((client) => client.close()));
  await publisher.connection.close();
});

type Options = { at?: string; lastEventId?: string; query?: string };
/** Follows the workspace that the person names, through the gateway or at a replica. */
async function follow(
  person: Pick<Person, "headers">,
  { at = testStack().gatewayUrl, lastEventId, query = "" }: Options = {},
): Promise<SseClient> {
  const { "Slate-Workspace": workspace = "", Cookie = "", Authorization = "" } = person.headers;
  const headers = {
    ...(Cookie && { Cookie }),
    ...(Authorization && { Authorization }),
    ...(lastEventId && { "Last-Event-ID": lastEventId }),
  };
  const client = await followEvents(`${at}/api/events?workspace=${workspace}${query}`, headers);
  opened.push(client);
  return client;
}
const isGreeted = (client: SseClient) => client.presence.length > 0;
async function followLive(person: Pick<Person, "headers">, options?: Options): Promise<SseClient> {
  const client = await follow(person, options);
  expect(client.status).toBe(200);
  await client.waitFor(isGreeted);
  return client;
}

test("HEAD tells what GET would and leaves no stream open", async () => {
  const { member } = await testWorkspace();
  await using replica = await startReplica({ STREAMS_PER_CREDENTIAL: "2" });
  for (let i = 0; i < 4; i++) {
    const { status, headers } = await fetch(`${replica.url}/api/events`, { method: "HEAD", headers: member.headers });
    expect([status, headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
  }
  await eventually(() => expect(replica.deps.hub.all.size).toBe(0));
});

test("a reconnect gets exactly what was missed, wherever the cut", async () => {
  const { id, member } = await testWorkspace();
  const other = await testWorkspace();
  const whole = await followLive(member);
  const ids: string[] = [];
  for (let i = 0; i < 30; i++) {
    ids.push(await publisher.publish("project.created", { name: `${i}` }, { workspaceId: id }));
    if (i % 3 === 0) await publisher.publishMany(other.id, 1);
  }
  await whole.waitFor(() => publisher.heardBy(whole).length === 30);
  const hello = whole.messages[0];
  expect(hello?.event).toBe("hello");
  const events = publisher.heardBy(whole);
  expect(publisher.idsHeardBy(whole)).toEqual(ids);
  const places = [hello, ...events].map((message) => message?.id as string);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 30 }), async (cut) => {
      const again = await followLive(member, { lastEventId: places[cut] as string });
      expect(publisher.heardBy(again)).toEqual(events.slice(cut));
      await again.close();
    }),
    { numRuns: 12 },
  );
});

test("what memory no longer holds is fetched, in order with one's own events, and goes on live", async () => {
  const { id, member } = await testWorkspace();
  await using replica = await startReplica({ RING_LIMIT_EVENTS: "50" });
  const first = await followLive(member, { at: replica.url });
  const ids: string[] = [];
  for (let i = 0; i < 250; i++) {
    ids.push(
      i % 50 === 7
        ? await publisher.publish("user.settings_changed", { userId: member.userId, version: i }, { userId: member.userId })
        : await publisher.publish("project.created", { name: `${i}` }, { workspaceId: id }),
    );
  }
  await first.waitFor(() => publisher.idsHeardBy(first).length === 250);
  const hello = first.messages[0]?.id as string;
  const again = await follow(member, { at: replica.url, lastEventId: hello });
  ids.push(...(await publisher.publishMany(id, 20)));
  await again.waitFor(() => publisher.idsHeardBy(again).length >= 270, 15_000);
  expect(publisher.idsHeardBy(again)).toEqual(ids);
  expect(replica.deps.replays.running).toBe(0);
});

test("a client that missed more than may be replayed, or comes from another stream, is told to read anew and goes on live", async () => {
  const { id, member } = await testWorkspace();
  await using replica = await startReplica({ RING_LIMIT_EVENTS: "5", REPLAY_LIMIT_EVENTS: "10" });
  const first = await followLive(member, { at: replica.url });
  await publisher.publishMany(id, 20);
  await first.waitFor(() => publisher.idsHeardBy(first).length === 20);
  const hello = first.messages[0]?.id as string;
  const [epoch, seq] = hello.split("-");
  for (const lastEventId of [hello, `zz${epoch}-${seq}`, `${epoch}-999999999`, "nonsense"]) {
    const again = await followLive(member, { at: replica.url, lastEventId });
    expect(again.messages[0]?.event).toBe("reset");
    expect(again.messages[0]?.id).toStartWith(`${epoch}-`);
    const next = await publisher.publish("project.created", { name: "after" }, { workspaceId: id });
    await again.waitFor(() => publisher.idsHeardBy(again).length === 1);
    expect(publisher.idsHeardBy(again)).toEqual([next]);
  }
});

test("neither another workspace's events nor another person's own ever arrive", async () => {
  const [mine, other] = await Promise.all([testWorkspace(), testWorkspace()]);
  const client = await followLive(mine.member);
  const hello = client.lastEventId();
  await publisher.publishMany(other.id, 5);
  await publisher.publish("user.settings_changed", { userId: mine.admin.userId, version: 1 }, { userId: mine.admin.userId });
  const own = await publisher.publish("user.settings_changed", { userId: mine.member.userId, version: 1 }, { userId: mine.member.userId });
  const last = await publisher.publish("project.created", { name: "mine" }, { workspaceId: mine.id });
  await client.waitFor(() => publisher.idsHeardBy(client).length === 2);
  const replayed = await followLive(mine.member, { lastEventId: hello });
  for (const each of [client, replayed]) expect(publisher.idsHeardBy(each)).toEqual([own, last]);
  expect((await follow(mine.outsider)).status).toBe(404);
  expect((await follow({ headers: { "Slate-Workspace": mine.id } })).status).toBe(401);
});

test("events reach only those whose role may know of them", async () => {
  const { id, admin, member, viewer } = await testWorkspace();
  const clients = await Promise.all([admin, member, viewer].map((person) => followLive(person)));
  const invitation = await publisher.publish("invitation.changed", { invitationId: Bun.randomUUIDv7() }, { workspaceId: id });
  const key = await publisher.publish("key.changed", { keyId: Bun.randomUUIDv7() }, { workspaceId: id });
  const project = await publisher.publish("project.created", { name: "seen by all" }, { workspaceId: id });
  await Promise.all(clients.map((client) => client.waitFor(() => publisher.idsHeardBy(client).includes(project))));
  expect(clients.map((client) => publisher.idsHeardBy(client))).toEqual([[invitation, key, project], [key, project], [project]]);
});

test("an API key hears what its scopes allow, and nothing of its person's own events", async () => {
  const { id, admin } = await testWorkspace();
  const { body } = await admin.post("/api/keys", { name: "Watcher", scopes: ["event.read", "project.read"] }).expect(201, NewApiKey);
  const key = { headers: { "Slate-Workspace": id, Authorization: `Bearer ${body.key}` } };
  const client = await followLive(key);
  await publisher.publish("user.settings_changed", { userId: admin.userId, version: 1 }, { userId: admin.userId });
  await publisher.publish("lock.released", { fileId: Bun.randomUUIDv7(), path: "a.cs" }, { workspaceId: id });
  const project = await publisher.publish("project.created", { name: "in scope" }, { workspaceId: id });
  await client.waitFor(() => publisher.idsHeardBy(client).includes(project));
  expect(publisher.idsHeardBy(client)).toEqual([project]);
  await admin.delete(`/api/keys/${body.id}`).expect(204);
  await client.waitFor(({ isEnded }) => isEnded(), 1000);
});

test("a topic filter keeps other projects away, and lets the workspace's own events through", async () => {
  const { id, member } = await testWorkspace();
  const [wanted, unwanted] = [Bun.randomUUIDv7(), Bun.randomUUIDv7()];
  const client = await followLive(member, { query: `&projects=${wanted}` });
  await publisher.publish("project.updated", { name: "no", version: 2 }, { workspaceId: id, projectId: unwanted });
  const ids = [
    await publisher.publish("project.updated", { name: "yes", version: 2 }, { workspaceId: id, projectId: wanted }),
    await publisher.publish("workspace.updated", { name: "yes", slug: "yes" }, { workspaceId: id }),
  ];
  await client.waitFor(() => publisher.idsHeardBy(client).length === 2);
  expect(publisher.idsHeardBy(client)).toEqual(ids);
});

test("a removed member stops receiving within a second, and is not let in again", async () => {
  const { id, admin, member } = await testWorkspace();
  const client = await followLive(member);
  await admin.delete(`/api/members/${member.userId}`, undefined, { "If-Match": "*" }).expect(204);
  await client.waitFor(({ isEnded }) => isEnded(), 1000);
  const after = await publisher.publish("project.created", { name: "secret" }, { workspaceId: id });
  expect((await follow(member, { lastEventId: client.lastEventId() })).status).toBe(404);
  expect(publisher.idsHeardBy(client)).not.toContain(after);
});

test("an event that takes access away ends streams before anything after it is heard, without asking anybody", async () => {
  const { id, admin, member, viewer } = await testWorkspace();
  const [removed, signedOut, untouched] = [await followLive(member), await followLive(viewer), await followLive(admin)];
  const { body } = await viewer.get("/api/auth/sessions").expect(200, z.object({ items: z.array(z.object({ id: z.uuid() })) }));
  // Nothing of it is in the database, so the sweep finds nothing wrong.
  await publisher.publish("member.removed", { userId: member.userId }, { workspaceId: id });
  const sessionIds = body.items.map((session) => session.id);
  await publisher.publish("user.session_ended", { userId: viewer.userId, sessionIds }, { userId: viewer.userId });
  const after = await publisher.publish("project.created", { name: "after" }, { workspaceId: id });
  await untouched.waitFor(() => publisher.idsHeardBy(untouched).includes(after));
  for (const client of [removed, signedOut]) {
    await client.waitFor(({ isEnded }) => isEnded(), 1000);
    expect(publisher.idsHeardBy(client)).not.toContain(after);
  }
});

test("a member whose role is lowered keeps the stream and stops hearing of what it no longer allows", async () => {
  const { id, owner, admin } = await testWorkspace();
  const client = await followLive(admin);
  await owner.patch(`/api/members/${admin.userId}`, { role: "viewer" }, { "If-Match": "*" }).expect(200);
  await client.waitFor(({ messages }) => messages.at(-1)?.event === "member.updated");
  await eventually(async () => {
    const probe = await publisher.publish("invitation.changed", { invitationId: Bun.randomUUIDv7() }, { workspaceId: id });
    const marker = await publisher.publish("project.created", { name: "marker" }, { workspaceId: id });
    await client.waitFor(() => publisher.idsHeardBy(client).includes(marker));
    expect(publisher.idsHeardBy(client)).not.toContain(probe);
  }, 1000);
  expect(client.isEnded()).toBe(false);
});

test("signing out ends the streams of that sign-in at once, and no other's", async () => {
  const { member } = await testWorkspace();
  const elsewhere = await signInAgain(member);
  const named = elsewhere.with({ "Slate-Workspace": member.headers["Slate-Workspace"] as string });
  const [here, there] = [await followLive(member), await followLive(named)];
  await member.post("/api/auth/logout", {}).expect(204);
  await here.waitFor(({ isEnded }) => isEnded(), 1000);
  expect((await follow(member)).status).toBe(401);
  expect(there.isEnded()).toBe(false);
});

test("a slow reader is dropped, not buffered for, and resumes without loss", async () => {
  const { id, member } = await testWorkspace();
  await using replica = await startReplica({ STREAM_BUFFER_LIMIT_BYTES: "200000", RING_LIMIT_BYTES: "2000000" });
  const slow = await followLive(member, { at: replica.url });
  const steady = await followLive(member, { at: replica.url });
  slow.pause();
  const ids: string[] = [];
  const dropped = async () => (await replica.deps.meters.ended.get()).values.some(({ labels }) => labels.reason === "slow");
  while (!(await dropped())) {
    expect(ids.length).toBeLessThan(1000);
    ids.push(await publisher.publishLarge(id));
    // One at a time, so that on a busy machine the steady reader does not become a slow one.
    await steady.waitFor(() => publisher.idsHeardBy(steady).length === ids.length, 10_000);
  }
  expect(steady.isEnded()).toBe(false);
  slow.proceed();
  await slow.waitFor(({ isEnded }) => isEnded());
  const received = publisher.idsHeardBy(slow);
  expect(received).toEqual(ids.slice(0, received.length));
  const again = await follow(member, { at: replica.url, lastEventId: slow.lastEventId() });
  await again.waitFor(() => received.length + publisher.idsHeardBy(again).length >= ids.length, 10_000);
  expect([...received, ...publisher.idsHeardBy(again)]).toEqual(ids);
});

test("200 clients all get everything, once and in order", async () => {
  const { id, member, viewer } = await testWorkspace();
  await using replica = await startReplica({ STREAMS_PER_CREDENTIAL: "100" });
  const clients = await Promise.all(Array.from({ length: 200 }, (_, i) => followLive(i % 2 ? member : viewer, { at: replica.url })));
  const ids = await publisher.publishMany(id, 100);
  await Promise.all(clients.map((client) => client.waitFor(() => publisher.idsHeardBy(client).length >= 100, 10_000)));
  for (const client of clients) expect(publisher.idsHeardBy(client)).toEqual(ids);
});

test("streams are limited by credential and by process", async () => {
  const { member, viewer } = await testWorkspace();
  await using replica = await startReplica({ STREAMS_PER_CREDENTIAL: "2", STREAMS_PER_PROCESS: "3" });
  const url = (person: Person) => `/api/events?workspace=${person.headers["Slate-Workspace"]}`;
  const [first] = [await followLive(member, { at: replica.url }), await followLive(member, { at: replica.url })];
  const refused = await createClient(replica.url, member.headers).get(url(member)).expectError(429, "event.too_many_streams");
  expect(refused.headers.get("retry-after")).toBe("5");
  await followLive(viewer, { at: replica.url });
  await createClient(replica.url, viewer.headers).get(url(viewer)).expectError(503, "event.no_room");
  await first?.close();
  await eventually(() => followLive(member, { at: replica.url }));
});

test("a quiet stream is kept alive, and its place moves on past other workspaces' events", async () => {
  const [mine, other] = await Promise.all([testWorkspace(), testWorkspace()]);
  await using replica = await startReplica({ HEARTBEAT_MS: "200" });
  const client = await followLive(mine.member, { at: replica.url });
  const before = client.lastEventId();
  await publisher.publishMany(other.id, 3);
  await client.waitFor(({ lastEventId }) => Number(lastEventId().split("-")[1]) >= Number(before.split("-")[1]) + 3);
  expect(publisher.idsHeardBy(client)).toEqual([]);
});

test("a page of another origin is refused", async () => {
  const { id, member } = await testWorkspace();
  await member.get(`/api/events?workspace=${id}`, { Origin: "https://elsewhere.example" }).expectError(403, "auth.cross_site");
});
