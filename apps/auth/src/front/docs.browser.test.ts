import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { registerPerson, testStack } from "../../../../infra/testing/index.ts";

const STEP_MS = 45_000; // the page is four megabytes of script, and the machine may be busy
const TEST_MS = 120_000;

let browser: Browser;
let page: Page;
/** What the page's policy refused, what broke in it, and what it asked of anybody else. */
const problems: string[] = [];
beforeAll(async () => {
  const { chromium: executablePath, gatewayUrl } = testStack();
  if (!executablePath) throw new Error("The test stack has found no Chromium");
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  page = await browser.newPage();
  page.setDefaultTimeout(STEP_MS);
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith(gatewayUrl) && !request.url().startsWith("data:")) problems.push(`asked ${request.url()}`);
  });
}, TEST_MS);
afterAll(() => browser.close());

/** Opens one operation's page, presses "Test Request" and "Send", and returns the status that the API answered with. */
async function tryOut(anchor: string, method: string, path: string): Promise<number> {
  const operation = `all/tag/${anchor}/${method}${path}`;
  await page.goto("about:blank"); // another fragment alone would not load the page anew
  await page.goto(`${testStack().gatewayUrl}/docs#${operation}`);
  await page
    .locator(`[id="${operation}"]`)
    .getByRole("button", { name: /Test Request/ })
    .click();
  const answered = page.waitForResponse((response) => response.url().endsWith(path) && response.request().method() === method);
  await page.getByRole("dialog").getByRole("button", { name: /^Send/ }).first().click();
  return (await answered).status();
}

test(
  "a visitor who is signed in can try routes out from the page, reading and writing, with a body and without",
  async () => {
    const [name = "", value = ""] = (await registerPerson()).headers.Cookie?.split("=") ?? [];
    await page.context().addCookies([{ name, value, domain: "localhost", path: "/", secure: true, httpOnly: true, sameSite: "Lax" }]);
    expect(await tryOut("account", "GET", "/api/auth/profile")).toBe(200);
    expect(await tryOut("account", "PATCH", "/api/auth/profile")).toBe(200);
    expect(await tryOut("sign-in", "POST", "/api/auth/logout")).toBe(204);
    expect(problems).toEqual([]);
  },
  TEST_MS,
);
