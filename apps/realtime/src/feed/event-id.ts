/** A place in the stream as clients name it: `<epoch>-<sequence>`. */
export type EventId = { epoch: string; seq: number };

/** Names one life of the stream: its creation time. A stream that was made anew counts from 1 again, so ids of another epoch mean nothing. */
export const epochOf = (created: string): string => Date.parse(created).toString(36);

export const formatEventId = (epoch: string, seq: number): string => `${epoch}-${seq}`;

/** Undefined for what we never issue. */
export function parseEventId(value: string): EventId | undefined {
  const [, epoch, seq] = /^([0-9a-z]{1,16})-(\d{1,15})$/.exec(value) ?? [];
  return epoch && seq ? { epoch, seq: Number(seq) } : undefined;
}
