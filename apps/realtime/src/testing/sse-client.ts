import { eventually } from "../../../../infra/testing/index.ts";

/** One message as a browser would hand it out. `id` is null where the message had none of its own. */
export type Message = { id: string | null; event: string; data: Record<string, unknown> };

export type SseClient = {
  status: number;
  /** What came, in order, presence apart. */
  messages: Message[];
  presence: Message[];
  /** The last id seen, also from heartbeats: what a browser reconnects with. */
  lastEventId: () => string;
  /** Whether the server, or the way to it, ended the stream. */
  isEnded: () => boolean;
  waitFor: (check: (client: SseClient) => boolean, withinMs?: number) => Promise<void>;
  /** Stops reading, or goes on: a stopped reader lets the server's data pile up. */
  pause: () => void;
  proceed: () => void;
  /** Leaves. */
  close: () => Promise<void>;
};

/** Follows a stream of Server-Sent Events, as strictly as the standard has it. */
export async function followEvents(url: string, headers: Record<string, string>): Promise<SseClient> {
  const abort = new AbortController();
  const response = await fetch(url, { headers: { Accept: "text/event-stream", ...headers }, signal: abort.signal });
  const messages: Message[] = [];
  const presence: Message[] = [];
  let lastEventId = "";
  let ended = false;
  let gate = Promise.resolve();
  let open = () => {};

  const accept = (block: string) => {
    const fields = new Map<string, string>();
    for (const line of block.split("\n")) {
      const colon = line.indexOf(":");
      if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).replace(/^ /, ""));
    }
    const id = fields.get("id") ?? null;
    if (id) lastEventId = id;
    const data = fields.get("data");
    if (data === undefined) return;
    const message = { id, event: fields.get("event") ?? "message", data: JSON.parse(data) };
    (message.event === "presence" ? presence : messages).push(message);
  };
  const read = async () => {
    let rest = "";
    const reader = (response.body ?? new Blob([]).stream()).getReader();
    const decoder = new TextDecoder();
    try {
      while (true) {
        await gate;
        const { value, done } = await reader.read();
        if (done) break;
        rest += decoder.decode(value, { stream: true });
        const blocks = rest.split("\n\n");
        rest = blocks.pop() ?? "";
        blocks.forEach(accept);
      }
    } catch {
      // Cut off: the same to a reader as an end.
    }
    ended = true;
  };
  const reading = response.ok ? read() : response.body?.cancel();
  const client: SseClient = {
    status: response.status,
    messages,
    presence,
    lastEventId: () => lastEventId,
    isEnded: () => ended,
    waitFor: async (check, withinMs = 5000) => {
      await eventually(() => {
        if (!check(client)) throw new Error(`Waited in vain; the last of ${messages.length}: ${JSON.stringify(messages.at(-1))}`);
      }, withinMs);
    },
    pause: () => {
      gate = new Promise((resolve) => (open = resolve));
    },
    proceed: () => open(),
    close: async () => {
      open();
      abort.abort();
      await reading;
    },
  };
  return client;
}
