import { expect, test } from "bun:test";
import { describeDetails } from "./describe-details.ts";

test("details are told by what names the thing, and odd ones are left to the panel", () => {
  expect(describeDetails({ from: "member", to: "admin" })).toBe("member → admin");
  expect(describeDetails({ role: "viewer", email: "ada@example.com" })).toBe("ada@example.com · viewer");
  expect(describeDetails({ projectId: "p", counts: { create: 2, edit: 0, delete: 1 } })).toBe("2 created, 1 deleted");
  expect(describeDetails({ projectId: "p", path: "a.cs", ownerName: "Bob" })).toBe("a.cs");
  for (const odd of [null, "text", [], { name: 7 }]) expect(describeDetails(odd)).toBe("");
});
