/** Counts of one `bun test` run, with the names of what failed. */
export type TestCounts = { passed: number; failed: number; skipped: number; failures: string[] };

/** Reads the report that `bun test --reporter=junit` writes: nested suites with a testcase for each test. */
export function readJunit(xml: string): TestCounts {
  const counts: TestCounts = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const [, attributes = "", body = ""] of xml.matchAll(/<testcase\b((?:\s+[\w:-]+="[^"]*")*)\s*(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
    if (/<(failure|error)\b/.test(body)) {
      counts.failed += 1;
      counts.failures.push(
        [attribute(attributes, "file"), attribute(attributes, "classname"), attribute(attributes, "name")].filter(Boolean).join(" > "),
      );
    } else if (/<skipped\b/.test(body)) counts.skipped += 1;
    else counts.passed += 1;
  }
  return counts;
}

const entities: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function attribute(attributes: string, name: string): string {
  const value = attributes.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1] ?? "";
  return value.replaceAll(/&(lt|gt|amp|quot|apos);/g, (_, entity: string) => entities[entity] ?? "");
}
