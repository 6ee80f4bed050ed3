import { expect, test } from "bun:test";
import { addressGroup, createAddressReader } from "./address.ts";

const read = createAddressReader("127.0.0.1/32,::1/128,10.0.0.0/8");

test("a client cannot choose its address: only what trusted proxies wrote counts", () => {
  expect(read("203.0.113.9", "1.2.3.4")).toBe("203.0.113.9");
  expect(read("127.0.0.1", "203.0.113.9")).toBe("203.0.113.9");
  expect(read("127.0.0.1", "1.2.3.4, 203.0.113.9")).toBe("203.0.113.9");
  expect(read("127.0.0.1", "1.2.3.4, 203.0.113.9, 10.1.2.3")).toBe("203.0.113.9");
  expect(read("::ffff:127.0.0.1", "203.0.113.9")).toBe("203.0.113.9");
  expect(read("127.0.0.1", "not an address")).toBe("127.0.0.1");
  expect(read("127.0.0.1", undefined)).toBe("127.0.0.1");
});

test("IPv6 addresses of one network count as one", () => {
  expect(addressGroup("2001:db8:1:2:3:4:5:6")).toBe(addressGroup("2001:db8:1:2::9"));
  expect(addressGroup("2001:db8:1:2::9")).not.toBe(addressGroup("2001:db8:1:3::9"));
  expect(addressGroup("203.0.113.9")).toBe("203.0.113.9");
});
