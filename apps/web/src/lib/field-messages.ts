import { z } from "zod";
import { countOf } from "@/lib/format.ts";

/** Says what is wrong with a field in words for people; undefined leaves it to the schema. */
export const describeIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "too_small":
      if (issue.origin === "array") return issue.minimum === 1 ? "Choose at least one" : `Choose at least ${issue.minimum}`;
      if (issue.origin === "string")
        return issue.minimum === 1 ? "Fill this in" : `At least ${countOf(Number(issue.minimum), "character")}`;
      return `At least ${issue.minimum}`;
    case "too_big":
      return issue.origin === "string" ? `At most ${countOf(Number(issue.maximum), "character")}` : `At most ${issue.maximum}`;
    case "invalid_format":
      if (issue.format === "email") return "This is not an e-mail address";
      if (issue.format === "url") return "This is not an https address";
      return "This is not written the right way";
    case "invalid_type":
      return issue.input === undefined || issue.input === "" ? "Fill this in" : undefined;
    case "invalid_union":
      // An optional field is empty or right; empty it is not.
      return issue.errors.flat().findLast((one) => one.code !== "invalid_value")?.message;
    default:
      return undefined;
  }
};

/** Makes every schema speak like this app. Call once, at start. */
export const setFieldMessages = () => z.config({ customError: describeIssue });
