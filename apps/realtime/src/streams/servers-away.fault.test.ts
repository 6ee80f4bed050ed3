import { afterAll, beforeAll, expect, test } from "bun:test";
import { openControl } from "../../../../infra/local/control.ts";
import { eventually, testStack, testWorkspace } from "../../../../infra/testing/index.ts";
import { openPublisher } from "../testing/publisher.ts";
import { startReplica } from "../testing/replica.ts";
import { followEvents, type SseClient } from "../testing/sse-client.ts";

const control = openControl(testStack().controlSocket);

/**
 * Servers before 2.10 tell another creation time after the first restart that follows a change of a stream's configuration, and every
 * launch applies it. Readers are rightly reset then; get it behind us, since what follows is about restarts without a change.
 */
beforeAll(async () => {
  await control.restart("nats");
  await using publisher = await openPublisher();
  const { id, member } = await testWorkspace();
  await eventually(async () => {
    const client = await follow(testStack().gatewayUrl, id, member.headers.Cookie as string);
    await publisher.publishMany(id, 1);
    await client.waitFor(() => publisher.heardBy(client).length === 1, 1000).finally(client.close);
  }, 15_000);
});
afterAll(async () => {
  await control.start("nats");
  // Its durable consumers went with the stream; it makes them when it starts.
  await control.restart("projects");
});

const follow = (at: string, workspaceId: string, cookie: string, lastEventId = "") =>
  followEvents(`${at}/api/events?workspace=${workspaceId}`, { Cookie: cookie, ...(lastEventId && { "Last-Event-ID": lastEventId }) });

test("events around a restart of NATS arrive once and in order, on the same stream", async () => {
  await using publisher = await openPublisher();
  const { id, owner, member } = await testWorkspace();
  const cookie = member.headers.Cookie as string;
  const client = await follow(testStack().gatewayUrl, id, cookie);
  await client.waitFor(({ presence }) => presence.length > 0);
  const ids = await publisher.publishMany(id, 50);

  await control.stop("nats");
  // A write does not fail without NATS: its event comes when NATS is back.
  await owner.patch(`/api/workspaces/${id}`, { name: "Renamed meanwhile" }, { "If-Match": "*" }).expect(200);
  const late = await follow(testStack().gatewayUrl, id, cookie, client.lastEventId());
  expect(late.status).toBe(200);
  await control.start("nats");

  await eventually(() => publisher.manager.streams.info("SLATE"), 10_000);
  ids.push(...(await publisher.publishMany(id, 50)));
  await client.waitFor(() => publisher.idsHeardBy(client).length >= 100, 15_000);
  expect(publisher.idsHeardBy(client)).toEqual(ids);
  await late.waitFor(() => publisher.idsHeardBy(late).length >= 50, 15_000);
  expect(publisher.idsHeardBy(late)).toEqual(ids.slice(50));
  const renamed = ({ messages }: SseClient) => messages.filter(({ event }) => event === "workspace.updated").length;
  await Promise.all([client, late].map((each) => each.waitFor(() => renamed(each) === 1)));
  expect(client.isEnded()).toBe(false);
  await Promise.all([client.close(), late.close()]);
});

test("without NATS a removed member still stops receiving within a second", async () => {
  const { id, owner, member } = await testWorkspace();
  const client = await follow(testStack().gatewayUrl, id, member.headers.Cookie as string);
  await client.waitFor(({ presence }) => presence.length > 0);
  await control.stop("nats");
  await owner.delete(`/api/members/${member.userId}`, undefined, { "If-Match": "*" }).expect(204);
  await client.waitFor(({ isEnded }) => isEnded(), 1000);
  await control.start("nats");
});

test("without Redis streams go on, and a sign-out is still felt within a second", async () => {
  await using publisher = await openPublisher();
  const { id, member, viewer } = await testWorkspace();
  const [client, other] = await Promise.all(
    [member, viewer].map((person) => follow(testStack().gatewayUrl, id, person.headers.Cookie as string)),
  );
  if (!client || !other) throw new Error("unreachable");
  await Promise.all([client, other].map((each) => each.waitFor(({ presence }) => presence.length > 0)));
  await control.stop("redis");
  try {
    const [sent] = await publisher.publishMany(id, 1);
    await client.waitFor(() => publisher.idsHeardBy(client).includes(sent as string));
    await member.post("/api/auth/logout", {}).expect(204);
    await client.waitFor(({ isEnded }) => isEnded(), 1500);
    expect(other.isEnded()).toBe(false);
  } finally {
    await control.start("redis");
    await Promise.all([client.close(), other.close()]);
  }
});

test("a stream that was made anew resets everybody, whatever ids they had", async () => {
  await using publisher = await openPublisher();
  await using replica = await startReplica();
  const { id, member } = await testWorkspace();
  const cookie = member.headers.Cookie as string;
  const client = await follow(replica.url, id, cookie);
  await client.waitFor(({ presence }) => presence.length > 0);
  await publisher.publishMany(id, 3);
  await client.waitFor(() => publisher.idsHeardBy(client).length === 3);

  const { config } = await publisher.manager.streams.info("SLATE");
  await publisher.manager.streams.delete("SLATE");
  await publisher.manager.streams.add(config);
  await client.waitFor(({ isEnded }) => isEnded(), 10_000);

  const again = await eventually(async () => {
    const opened = await follow(replica.url, id, cookie, client.lastEventId());
    expect(opened.status).toBe(200);
    return opened;
  }, 10_000);
  await again.waitFor(({ messages }) => messages[0]?.event === "reset");
  const ids = await publisher.publishMany(id, 3);
  await again.waitFor(() => publisher.idsHeardBy(again).length === 3);
  expect(publisher.idsHeardBy(again)).toEqual(ids);
  await again.close();
});
