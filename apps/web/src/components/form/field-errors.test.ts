import { expect, test } from "bun:test";
import { ApiError } from "@/lib/api-error.ts";
import { fieldErrorsOf } from "./field-errors.ts";

const refusal = (code: string, details?: unknown) => new ApiError(400, code, "Refused", details, "r1");

test("what the server says about a field lands on that field", () => {
  const error = refusal("request.invalid", [
    { field: "json.email", problem: "Invalid email" },
    { field: "json.name", problem: "Too long" },
  ]);
  expect(fieldErrorsOf(error, ["email", "name"])).toEqual([
    { field: "email", message: "Invalid email" },
    { field: "name", message: "Too long" },
  ]);
});

test("a refusal about something not in the form is shown as a whole, not swallowed", () => {
  expect(fieldErrorsOf(refusal("request.invalid", [{ field: "json.grant", problem: "Invalid" }]), ["email"])).toEqual([]);
  expect(fieldErrorsOf(refusal("request.invalid", "garbled"), ["email"])).toEqual([]);
});

test("a domain refusal goes where the form says it belongs", () => {
  const fieldOfCode = { "project.name_taken": "name" };
  expect(fieldErrorsOf(refusal("project.name_taken"), ["name"], fieldOfCode)).toEqual([{ field: "name", message: "Refused" }]);
  expect(fieldErrorsOf(refusal("auth.forbidden"), ["name"], fieldOfCode)).toEqual([]);
  expect(fieldErrorsOf(new TypeError("network"), ["name"], fieldOfCode)).toEqual([]);
});
