import { expect, test } from "bun:test";
import { coalesce } from "./coalesce.ts";

test("what comes alone runs at once, a burst runs twice, and keys do not wait for each other", () => {
  const ran: string[] = [];
  const pending: (() => void)[] = [];
  const call = coalesce<string[]>(
    (key) => ran.push(key.join(".")),
    500,
    (act) => pending.push(act),
  );
  const pause = () => {
    for (const act of pending.splice(0)) act();
  };
  call(["a"]);
  expect(ran).toEqual(["a"]);
  for (let count = 0; count < 10; count++) call(["a"]);
  call(["b"]);
  expect(ran).toEqual(["a", "b"]);
  pause();
  expect(ran).toEqual(["a", "b", "a"]);
  pause();
  pause();
  expect(ran).toEqual(["a", "b", "a"]);
  call(["a"]);
  expect(ran).toEqual(["a", "b", "a", "a"]);
});
