/** One message of an event stream. `id` is what a later connection resumes from. */
export type StreamMessage = { id: string; type: string; data: string };

/**
 * Reads an event stream as the HTML standard describes it, from pieces of any size. `onId` hears of every id, also of messages
 * without data; comments are dropped.
 */
export function createSseParser(onMessage: (message: StreamMessage) => void, onId: (id: string) => void = () => {}) {
  let rest = "";
  let id = "";
  let type = "";
  let data: string[] = [];

  function dispatch() {
    onId(id);
    if (data.length > 0) onMessage({ id, type: type || "message", data: data.join("\n") });
    type = "";
    data = [];
  }

  function readLine(line: string) {
    if (line === "") return dispatch();
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") data.push(value);
    else if (field === "event") type = value;
    else if (field === "id" && !value.includes("\0")) id = value;
  }

  return {
    push(text: string) {
      rest += text;
      for (;;) {
        const end = rest.search(/[\r\n]/);
        // A lone \r at the very end may be the first half of \r\n.
        if (end < 0 || (rest[end] === "\r" && end === rest.length - 1)) return;
        readLine(rest.slice(0, end));
        rest = rest.slice(end + (rest[end] === "\r" && rest[end + 1] === "\n" ? 2 : 1));
      }
    },
  };
}
