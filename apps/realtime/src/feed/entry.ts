import { type AnyEvent, parseEvent } from "@slate/schema/events";
import { formatEventId } from "./event-id.ts";

/** An event with its place in the stream, serialised once for all who receive it. */
export type Entry = { seq: number; event: AnyEvent; frame: Uint8Array };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** One SSE message. `data` is JSON, so it has no line break of its own. */
export function formatFrame(message: { id?: string; event: string; data: unknown }): Uint8Array {
  const id = message.id === undefined ? "" : `id: ${message.id}\n`;
  return encoder.encode(`${id}event: ${message.event}\ndata: ${JSON.stringify(message.data)}\n\n`);
}

/** A comment that keeps the connection alive; with an id it also moves the place to resume from. */
export const formatHeartbeat = (id?: string): Uint8Array => encoder.encode(id === undefined ? ": beat\n\n" : `: beat\nid: ${id}\n\n`);

/** Reads one message of the stream. Throws when it is not an event of the catalogue. */
export function readEntry(epoch: string, seq: number, body: Uint8Array): Entry {
  const event = parseEvent(decoder.decode(body));
  const { type, workspaceId, projectId, userId, at, actor, data, id } = event;
  const frame = formatFrame({
    id: formatEventId(epoch, seq),
    event: type,
    data: { type, workspaceId, projectId, userId, at, actor, data, id },
  });
  return { seq, event, frame };
}
