import { type EventData, type EventType, subjectOf } from "@slate/schema/events";
import { connect, type JetStreamManager, type NatsConnection } from "nats";
import { testStack } from "../../../../infra/testing/index.ts";
import type { Message, SseClient } from "./sse-client.ts";

export type Publisher = Awaited<ReturnType<typeof openPublisher>>;
type About = { workspaceId?: string; userId?: string; projectId?: string };

/** Publishes events as the relays do, without a database behind them: for what must come in numbers, or at an exact moment. */
export async function openPublisher() {
  const { natsUrl, secrets } = testStack();
  const connection: NatsConnection = await connect({
    servers: natsUrl,
    user: "admin",
    pass: secrets.nats.admin,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
  });
  const manager: JetStreamManager = await connection.jetstreamManager();

  const published = new Set<string>();

  /** Answers the event's id, once JetStream has stored it. */
  async function publish<T extends EventType>(type: T, data: EventData<T>, about: About): Promise<string> {
    const id = Bun.randomUUIDv7();
    published.add(id);
    const { workspaceId = null, userId = null, projectId = null } = about;
    const event = { schemaVersion: 1, id, type, workspaceId, projectId, userId, actor: null, at: new Date().toISOString(), data };
    await connection.jetstream().publish(subjectOf(event), JSON.stringify(event), { msgID: id });
    return id;
  }

  /** Publishes `count` small events of a workspace, in order; answers their ids. */
  async function publishMany(workspaceId: string, count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let i = 0; i < count; i++) ids.push(await publish("project.created", { name: `Project ${i}` }, { workspaceId }));
    return ids;
  }

  /** An event of about 50 KB: the largest that services publish. */
  const publishLarge = (workspaceId: string) =>
    publish(
      "changeset.created",
      {
        changesetId: Bun.randomUUIDv7(),
        kind: "edit",
        message: "large",
        counts: { create: 50, edit: 0, move: 0, delete: 0, restore: 0 },
        files: Array.from({ length: 50 }, (_, i) => ({
          fileId: Bun.randomUUIDv7(),
          path: `${"a".repeat(900)}/${i}`,
          operation: "create",
          version: 1,
        })),
      },
      { workspaceId },
    );

  /** What a client got of all that was published here: setting up a workspace makes events of its own, which may come late. */
  const heardBy = (client: SseClient): Message[] => client.messages.filter(({ data }) => published.has(String(data.id)));
  const idsHeardBy = (client: SseClient): string[] => heardBy(client).map(({ data }) => String(data.id));

  return { connection, manager, publish, publishMany, publishLarge, heardBy, idsHeardBy, [Symbol.asyncDispose]: () => connection.close() };
}
