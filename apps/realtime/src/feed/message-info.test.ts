import { expect, test } from "bun:test";
import { infoOf } from "./message-info.ts";

test("a message's place is read alike from servers of either format, and never guessed", () => {
  const expected = { streamSeq: 42, deliverySeq: 7, pending: 3 };
  expect(infoOf({ reply: "$JS.ACK.SLATE.abc.1.42.7.1700000000000000000.3" })).toEqual(expected);
  expect(infoOf({ reply: "$JS.ACK.hub.A1B2.SLATE.abc.1.42.7.1700000000000000000.3.rand" })).toEqual(expected);
  for (const reply of [undefined, "", "_INBOX.abc", "$JS.ACK.SLATE.abc.1.x.7.1.3"]) expect(() => infoOf({ reply })).toThrow();
});
