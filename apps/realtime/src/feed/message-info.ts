import type { Msg } from "nats";

/** Where a delivered message stands. `deliverySeq` counts what the consumer sent us, without gaps. */
export type MessageInfo = { streamSeq: number; deliverySeq: number; pending: number };

/**
 * Reads the reply subject of a message from a consumer (NATS ADR-15): `$JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<delivery
 * seq>.<time>.<pending>`, with domain and account before the stream and a token at the end on newer servers.
 */
export function infoOf(message: Pick<Msg, "reply">): MessageInfo {
  const tokens = (message.reply ?? "").split(".");
  const first = tokens.length > 9 ? 7 : 5;
  const [streamSeq, deliverySeq, , pending] = tokens.slice(first, first + 4).map(Number);
  if (!streamSeq || !deliverySeq || pending === undefined || Number.isNaN(pending))
    throw new Error(`unexpected reply subject ${message.reply}`);
  return { streamSeq, deliverySeq, pending };
}
