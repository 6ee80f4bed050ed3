/** One Server-Sent Event that has a place in the stream, or none (`seq` is null). */
export type SseEvent = { seq: number | null; type: string; data: string };
export type SseReader = { close: () => void };

type Source = { port: number; path: string; headers: Record<string, string> };
type Handlers = { onEvent: (event: SseEvent) => void; onEnd: () => void };

/**
 * Follows a stream over a bare socket, with as little work as can be: thousands of readers must not be what is measured. Resolves once the
 * stream has been opened; throws when it is refused.
 */
export async function followSse({ port, path, headers }: Source, { onEvent, onEnd }: Handlers): Promise<SseReader> {
  const opened = Promise.withResolvers<void>();
  const parser = createParser(onEvent);
  let head = "";
  let isOpen = false;
  let closed = false;
  const end = () => {
    opened.reject(new Error(`${path} ended at its beginning: ${head}`));
    if (!closed && isOpen) onEnd();
  };
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      data(_, bytes) {
        const text = bytes.toString("latin1");
        if (isOpen) return parser.push(text);
        head += text;
        const blank = head.indexOf("\r\n\r\n");
        if (blank < 0) return;
        if (!/^HTTP\/1\.1 200 /.test(head)) return opened.reject(new Error(`${path} answered ${head}`));
        isOpen = true;
        opened.resolve();
        parser.push(head.slice(blank + 4));
      },
      close: end,
      error: end,
    },
  });
  const lines = Object.entries({ Host: `127.0.0.1:${port}`, Accept: "text/event-stream", ...headers }).map(([k, v]) => `${k}: ${v}`);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  await opened.promise;
  return {
    close() {
      closed = true;
      socket.end();
    },
  };
}

/** Reads a chunked body of Server-Sent Events, however it was cut into packets. */
export function createParser(onEvent: (event: SseEvent) => void) {
  let input = "";
  let leftOfChunk = 0;
  let text = "";
  return {
    push(packet: string): void {
      input += packet;
      while (input.length > 0) {
        if (leftOfChunk === 0) {
          const size = /^(?:\r\n)?([0-9a-f]+)\r\n/i.exec(input);
          if (!size) break;
          leftOfChunk = Number.parseInt(size[1] ?? "0", 16);
          input = input.slice(size[0].length);
          if (leftOfChunk === 0) break;
        }
        text += input.slice(0, leftOfChunk);
        const taken = Math.min(leftOfChunk, input.length);
        leftOfChunk -= taken;
        input = input.slice(taken);
      }
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) read(block);
    },
  };

  function read(block: string): void {
    const event = /^(?:id: [^\n]*?-(\d+)\n)?event: ([^\n]+)\ndata: ([^\n]*)$/.exec(block);
    if (event) onEvent({ seq: event[1] === undefined ? null : Number(event[1]), type: event[2] ?? "", data: event[3] ?? "" });
  }
}
