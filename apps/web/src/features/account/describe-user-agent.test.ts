import { expect, test } from "bun:test";
import { describeUserAgent } from "./describe-user-agent.ts";

test("browsers are told apart though all claim to be Safari", () => {
  const linux = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)";
  expect(describeUserAgent(`${linux} Chrome/140.0.0.0 Safari/537.36`)).toBe("Chrome on Linux");
  expect(describeUserAgent(`${linux} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`)).toBe("Edge on Linux");
  expect(describeUserAgent("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1")).toBe(
    "Safari on iOS",
  );
});

test("programs go by their own name", () => {
  expect(describeUserAgent("slate-cli/1.2.0 (linux)")).toBe("slate-cli");
  expect(describeUserAgent(null)).toBeNull();
});
