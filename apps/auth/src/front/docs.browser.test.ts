import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { PASSWORD, testStack } from "../../../../infra/testing/index.ts";

let browser: Browser;
let page: Page;
const problems: string[] = [];
beforeAll(async () => {
  const { chromium: executablePath, gatewayUrl } = testStack();
  if (!executablePath) throw new Error("The test stack has found no Chromium");
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  page = await browser.newPage();
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith(gatewayUrl) && !request.url().startsWith("data:")) problems.push(`asked ${request.url()}`);
  });
}, 60_000);
afterAll(() => browser.close());

/** Opens one operation's page, presses "Test Request" and "Send", and returns the status that the API answered with. */
async function tryOut(anchor: string, method: string, path: string): Promise<number> {
  await page.goto("about:blank");
  await page.goto(`${testStack().gatewayUrl}/docs#all/tag/${anchor}/${method}${path}`);
  const operation = page.locator(`[id="all/tag/${anchor}/${method}${path}"]`);
  await operation.getByRole("button", { name: /Test Request/ }).click();
  const answered = page.waitForResponse((response) => response.url().endsWith(path) && response.request().method() === method);
  await page.getByRole("dialog").getByRole("button", { name: /^Send/ }).first().click();
  return (await answered).status();
}

test("a visitor who is signed in can try routes out from the page, reading and writing", async () => {
  const { gatewayUrl } = testStack();
  await page.goto(`${gatewayUrl}/docs`);
  expect(await tryOut("account", "GET", "/api/auth/profile")).toBe(401);
  problems.length = 0; // the browser reports that 401 as an error
  const registered = await page.evaluate(async (password) => {
    const body = JSON.stringify({ email: `${crypto.randomUUID()}@example.com`, password, name: "Ada" });
    return (await fetch("/api/auth/register", { method: "POST", headers: { "Content-Type": "application/json" }, body })).status;
  }, PASSWORD);
  expect(registered).toBe(201);
  expect(await tryOut("account", "GET", "/api/auth/profile")).toBe(200);
  expect([201, 409]).toContain(await tryOut("workspaces", "POST", "/api/workspaces"));
  expect(await tryOut("sign-in", "POST", "/api/auth/logout")).toBe(204);
  expect(problems.filter((problem) => !problem.includes("409"))).toEqual([]);
}, 60_000);
