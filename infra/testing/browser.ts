import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { type Person, testStack } from "./index.ts";

/** Debian's Chromium without a window. The flags keep it from calling anybody but us. */
export async function launchBrowser(): Promise<Browser> {
  const { chromium: executablePath } = testStack();
  if (!executablePath) throw new Error("The test stack has found no Chromium");
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run"];
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", ...quiet] });
}

/** A browser profile signed in as `person`. */
export async function profileOf(
  browser: Browser,
  person: Person,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: testStack().gatewayUrl, ...options });
  const [name = "", value = ""] = (person.headers.Cookie ?? "").split("=");
  await context.addCookies([{ name, value, domain: "localhost", path: "/", secure: true, httpOnly: true, sameSite: "Lax" }]);
  return context;
}

/** Collects what goes wrong in a profile's pages: errors, and console errors but for the answers that a test provokes. */
export function watchProblems(context: BrowserContext): string[] {
  const problems: string[] = [];
  context.on("weberror", (error) => problems.push(error.error().message));
  context.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) problems.push(`${message.text()} ${message.location().url}`);
  });
  context.on("response", async (response) => {
    if (response.status() < 500) return;
    const body = await response.text().catch(() => "");
    problems.push(`${response.request().method()} ${response.url()} was answered ${response.status()} ${body.slice(0, 500)}`);
  });
  return problems;
}
