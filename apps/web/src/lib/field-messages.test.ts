import { afterAll, expect, test } from "bun:test";
import { CreateApiKey, CreateProject, Email, FilePath, Password, Slug, UpdateProfile } from "@slate/schema/api";
import { z } from "zod";
import { setFieldMessages } from "./field-messages.ts";

const before = z.config();
setFieldMessages();
afterAll(() => void z.config({ ...before, customError: before.customError }));

const problemOf = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message;

test("people read what to do, not what the validator thinks", () => {
  expect(problemOf(CreateProject.shape.name, "")).toBe("Fill this in");
  expect(problemOf(CreateProject.shape.name, "x".repeat(256))).toBe("At most 255 characters");
  expect(problemOf(Password, "short")).toBe("At least 8 characters");
  expect(problemOf(Email, "ada")).toBe("This is not an e-mail address");
  expect(problemOf(UpdateProfile.shape.avatar, "http://x")).toBe("This is not an https address");
  expect(problemOf(CreateApiKey.shape.scopes, [])).toBe("Choose at least one");
  expect(problemOf(Slug, "No Spaces")).toBe("This is not written the right way");
});

test("a field that may be empty complains about what was typed, not about not being empty", () => {
  expect(problemOf(z.literal("").or(Email), "ada")).toBe("This is not an e-mail address");
});

test("what a schema says in its own words stays", () => {
  expect(problemOf(FilePath, "a//b")).toBe("path is absolute or has an empty segment");
});
