import { expect, test } from "bun:test";
import { readJunit } from "./junit.ts";
import { portsOf } from "./ports.ts";
import { fillTemplate } from "./template.ts";

test("no two stacks share a port", () => {
  const all = (["start", "test", "bench"] as const).flatMap((stack) => Object.values(portsOf(stack, {})));
  expect(new Set(all).size).toBe(all.length);
  expect(portsOf("start", { SLATE_PORT_BASE: "7100" })).toMatchObject({ gateway: 7188, auth: 7101 });
  expect(() => portsOf("start", { SLATE_PORT_BASE: "80" })).toThrow("SLATE_PORT_BASE");
});

test("a template fills its own names and leaves nginx's alone; a name without a value is an error", () => {
  const slot = (name: string) => `\${${name}}`;
  expect(fillTemplate(`listen ${slot("PORT")}; set $x $host$uri;`, { PORT: 80 })).toBe("listen 80; set $x $host$uri;");
  expect(() => fillTemplate(slot("MISSING"), {})).toThrow("MISSING");
});

test("results are counted from the report, whatever is in names and messages", () => {
  const xml = `<?xml version="1.0"?><testsuites tests="4"><testsuite name="a.test.ts" file="a.test.ts">
    <testcase name="works &lt;here&gt;" classname="" file="a.test.ts" time="0.1" assertions="1" />
    <testsuite name="inner"><testcase name="breaks &quot;a&quot;" classname="inner" file="a.test.ts" time="0"><failure type="AssertionError" /></testcase></testsuite>
    <testcase name="waits" classname="" file="a.test.ts" time="0"><skipped /></testcase>
  </testsuite></testsuites>`;
  expect(readJunit(xml)).toEqual({ passed: 1, failed: 1, skipped: 1, failures: ['a.test.ts > inner > breaks "a"'] });
});
