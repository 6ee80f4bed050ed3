import { followSse } from "./sse-reader.ts";

/** What a process of readers is told, and what it answers. */
export type FanoutOrder = { open: FanoutStream[]; port: number } | "count" | "report";
export type FanoutAnswer = { opened: number } | { count: number; ended: number } | { seqs: number[][]; delaysMs: number[] };
export type FanoutStream = { workspaceId: string; cookie: string };

const OPENING_AT_ONCE = 50;
/** Of so many streams one takes times: reading the clock and the date must not be what is measured. */
const TIMED = 20;

/** The sequences that came to each stream, in the order they came. */
const seqs: number[][] = [];
const delaysMs: number[] = [];
let count = 0;
let ended = 0;

process.on("message", async (order: FanoutOrder) => {
  if (order === "count") return answer({ count, ended });
  if (order === "report") return answer({ seqs, delaysMs });
  const streams = [...order.open.entries()];
  const openNext = async (): Promise<void> => {
    for (let next = streams.shift(); next; next = streams.shift()) await open(order.port, ...next);
  };
  await Promise.all(Array.from({ length: OPENING_AT_ONCE }, openNext));
  answer({ opened: order.open.length });
});

const answer = (message: FanoutAnswer) => process.send?.(message);

async function open(port: number, index: number, { workspaceId, cookie }: FanoutStream): Promise<void> {
  const mine: number[] = [];
  seqs[index] = mine;
  await followSse(
    { port, path: `/api/events?workspace=${workspaceId}`, headers: { Cookie: cookie } },
    {
      onEvent({ seq, type, data }) {
        if (seq === null || type === "hello") return;
        mine.push(seq);
        count++;
        const at = index % TIMED === 0 && /"at":"([^"]+)"/.exec(data)?.[1];
        if (at) delaysMs.push(performance.timeOrigin + performance.now() - Date.parse(at));
      },
      onEnd: () => ended++,
    },
  );
}
