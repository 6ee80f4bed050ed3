import { expect, test } from "bun:test";
import { countFaults } from "./realtime-fanout.ts";
import { createParser, type SseEvent } from "./sse-reader.ts";

const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const stream = [
  chunk("retry: 2000\n\n"),
  chunk('id: abc-7\nevent: hello\ndata: {"id":"abc-7"}\n\nid: abc-8\nevent: project.updated\nda'),
  chunk('ta: {"n":1}\n\n: beat\nid: abc-9\n\n'),
  chunk('event: presence\ndata: []\n\nid: abc-10\nevent: project.updated\ndata: {"n":2}\n\n'),
].join("");

test("however a stream is cut into packets, its events are read once, in order, and heartbeats are none", () => {
  for (const size of [1, 2, 3, 7, 50, stream.length]) {
    const events: SseEvent[] = [];
    const parser = createParser((event) => events.push(event));
    for (let at = 0; at < stream.length; at += size) parser.push(stream.slice(at, at + size));
    expect(events).toEqual([
      { seq: 7, type: "hello", data: '{"id":"abc-7"}' },
      { seq: 8, type: "project.updated", data: '{"n":1}' },
      { seq: null, type: "presence", data: "[]" },
      { seq: 10, type: "project.updated", data: '{"n":2}' },
    ]);
  }
});

test("a loss, a repeat, a wrong order and a stranger's event are each a fault", () => {
  expect(countFaults([1, 2, 5], [1, 2, 5])).toBe(0);
  expect(countFaults([1, 2, 5], [1, 5])).toBe(1);
  expect(countFaults([1, 2, 5], [1, 2, 2, 5])).toBe(1);
  expect(countFaults([1, 2, 5], [2, 1, 5])).toBe(1);
  expect(countFaults([1, 2, 5], [1, 2, 4, 5])).toBe(1);
});
