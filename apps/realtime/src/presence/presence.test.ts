import { afterAll, expect, test } from "bun:test";
import { createClient, type Person, testStack, testWorkspace } from "../../../../infra/testing/index.ts";
import { startReplica } from "../testing/replica.ts";
import { followEvents, type SseClient } from "../testing/sse-client.ts";

const opened: SseClient[] = [];
afterAll(() => Promise.all(opened.map((client) => client.close())));

async function follow(person: Person, at = testStack().gatewayUrl): Promise<SseClient> {
  const client = await followEvents(`${at}/api/events?workspace=${person.headers["Slate-Workspace"]}`, {
    Cookie: person.headers.Cookie as string,
  });
  opened.push(client);
  await client.waitFor(({ presence }) => presence.length > 0);
  return client;
}
const peopleOf = (client: SseClient) =>
  client.presence.at(-1)?.data.people as { clientId: string; userId: string; fileId: string | null; name: string }[];
const usersOf = (client: SseClient) => peopleOf(client).map(({ userId }) => userId);
const beat = (person: Person, more: object = {}) => person.post("/api/events/presence", { clientId: "tab-00000001", ...more }).expect(204);

test("everybody in the workspace sees who looks at what; newcomers see it at once; nobody else does", async () => {
  const [mine, other] = await Promise.all([testWorkspace(), testWorkspace()]);
  const [watcher, stranger] = [await follow(mine.viewer), await follow(other.viewer)];
  expect(usersOf(watcher)).toEqual([]);
  const fileId = Bun.randomUUIDv7();
  await beat(mine.member, { fileId });
  await watcher.waitFor(() => peopleOf(watcher)[0]?.fileId === fileId);
  expect(peopleOf(watcher)).toMatchObject([{ clientId: "tab-00000001", userId: mine.member.userId, name: mine.member.name }]);
  expect(watcher.presence.every(({ id }) => id === null)).toBe(true);
  const newcomer = await follow(mine.admin);
  expect(usersOf(newcomer)).toEqual([mine.member.userId]);
  expect(stranger.presence).toHaveLength(1);
  await mine.outsider.post("/api/events/presence", { clientId: "tab-00000001" }).expectError(404, "workspace.not_found");
});

test("leaving is seen at once, and nobody can take another's tab off", async () => {
  const { member, admin, viewer } = await testWorkspace();
  const watcher = await follow(viewer);
  await beat(member);
  await watcher.waitFor(() => usersOf(watcher).includes(member.userId));
  await beat(admin, { leave: true });
  await beat(admin, { clientId: "tab-00000002" });
  await watcher.waitFor(() => usersOf(watcher).length === 2);
  await beat(member, { leave: true });
  await watcher.waitFor(() => !usersOf(watcher).includes(member.userId), 1000);
  expect(usersOf(watcher)).toEqual([admin.userId]);
});

test("a tab that beats no more fades, one that beats stays", async () => {
  const { member, admin, viewer } = await testWorkspace();
  await using replica = await startReplica({ PRESENCE_TTL_MS: "600" });
  const watcher = await follow(viewer, replica.url);
  const at = (person: Person) => ({ ...person, ...createClient(replica.url, person.headers) });
  await beat(at(member));
  await watcher.waitFor(() => usersOf(watcher).includes(member.userId));
  const beating = setInterval(() => void beat(at(admin)).catch(() => {}), 100);
  try {
    await watcher.waitFor(() => usersOf(watcher).includes(admin.userId) && !usersOf(watcher).includes(member.userId));
  } finally {
    clearInterval(beating);
  }
});

test("replicas share one board, and one that has just come knows who is there", async () => {
  const { member, viewer } = await testWorkspace();
  await using first = await startReplica();
  const watcher = await follow(viewer, first.url);
  await beat(member); // through the gateway, to the stack's own process
  await watcher.waitFor(() => usersOf(watcher).includes(member.userId));
  await using second = await startReplica();
  const late = await follow(viewer, second.url);
  await late.waitFor(() => usersOf(late).includes(member.userId));
});

test("a removed member is off the board at once", async () => {
  const { owner, member, viewer } = await testWorkspace();
  const watcher = await follow(viewer);
  await beat(member);
  await watcher.waitFor(() => usersOf(watcher).includes(member.userId));
  await owner.delete(`/api/members/${member.userId}`, undefined, { "If-Match": "*" }).expect(204);
  await watcher.waitFor(() => usersOf(watcher).length === 0, 1000);
});

test("a burst of moves is told a few times, and ends with the truth", async () => {
  const { member, viewer } = await testWorkspace();
  const watcher = await follow(viewer);
  const files = Array.from({ length: 30 }, () => Bun.randomUUIDv7());
  const startedAt = performance.now();
  for (const fileId of files) await beat(member, { fileId });
  await watcher.waitFor(() => peopleOf(watcher)[0]?.fileId === files.at(-1));
  const seconds = (performance.now() - startedAt) / 1000;
  expect(watcher.presence.length).toBeLessThanOrEqual(3 + seconds * 5);
});
