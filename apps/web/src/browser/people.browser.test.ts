import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { launchBrowser, profileOf, watchProblems } from "../../../../infra/testing/browser.ts";
import { PASSWORD, registerPerson, type TestWorkspace, testStack, testWorkspace } from "../../../../infra/testing/index.ts";

const TEST_MS = 90_000;
let browser: Browser;
let space: TestWorkspace;
beforeAll(async () => {
  [browser, space] = await Promise.all([launchBrowser(), testWorkspace()]);
}, TEST_MS);
afterAll(() => browser.close());

/** The one-time secret that a dialog shows. */
const secretIn = async (page: Page) => (await page.getByRole("dialog").locator("code").textContent()) ?? "";

test(
  "an invitation is made, handed over, and lets a new person in with the role it names",
  async () => {
    const inviting = await profileOf(browser, space.admin);
    const page = await inviting.newPage();
    await page.goto(`/w/${space.slug}/settings/members`);
    await page.getByRole("button", { name: "Invite" }).click();
    await page.getByRole("combobox", { name: "Role" }).click();
    await page.getByRole("option", { name: "Viewer" }).click();
    await page.getByRole("button", { name: "Make link" }).click();
    const link = await secretIn(page);

    const invited = await browser.newContext({ baseURL: testStack().gatewayUrl });
    const problems = watchProblems(invited);
    const theirs = await invited.newPage();
    await theirs.goto(new URL(link).pathname);
    await theirs.getByLabel("Name").fill("Nora");
    await theirs.getByLabel("E-mail").fill(`nora-${crypto.randomUUID().slice(0, 8)}@example.com`);
    await theirs.getByLabel("Password").fill("short");
    await theirs.keyboard.press("Enter");
    await theirs.getByText("At least 8 characters").waitFor();
    expect(await theirs.getByLabel("Name").inputValue()).toBe("Nora");
    await theirs.getByLabel("Password").fill(PASSWORD);
    await theirs.keyboard.press("Enter");
    await theirs.getByRole("heading", { name: "Projects", exact: true }).waitFor();
    expect(await theirs.getByRole("button", { name: "Create project" }).count()).toBe(0);
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("row", { name: /Nora/ }).waitFor();
    expect(problems).toEqual([]);

    await theirs.goto(new URL(link).pathname);
    await theirs.getByText("This invitation cannot be used").waitFor();
    await Promise.all([inviting.close(), invited.close()]);
  },
  TEST_MS,
);

test(
  "a removed member is out at once, in the page that is open",
  async () => {
    const leaving = await profileOf(browser, space.member);
    const theirs = await leaving.newPage();
    await theirs.goto(`/w/${space.slug}`);
    await theirs.getByRole("heading", { name: "Projects", exact: true }).waitFor();
    const context = await profileOf(browser, space.owner);
    const page = await context.newPage();
    await page.goto(`/w/${space.slug}/settings/members`);
    await page.getByRole("button", { name: "Remove Max" }).click();
    const question = page.getByRole("alertdialog");
    await question.getByText("loses access at once").waitFor();
    await question.getByRole("button", { name: "Remove" }).click();
    await page.getByRole("row", { name: /Max/ }).waitFor({ state: "detached" });
    await theirs.getByText("There is nothing here").waitFor();
    await Promise.all([leaving.close(), context.close()]);
  },
  TEST_MS,
);

test(
  "an API key is shown once, works, and is refused once it is revoked",
  async () => {
    const context = await profileOf(browser, space.owner);
    const page = await context.newPage();
    await page.goto(`/w/${space.slug}/settings/keys`);
    await page.getByRole("button", { name: "Create API key" }).first().click();
    await page.getByLabel("Name").fill("build server");
    await page.getByRole("dialog").getByRole("button", { name: "Create API key" }).click();
    const key = await secretIn(page);
    const ask = () => space.anonymous.with({ Authorization: `Bearer ${key}` }).get("/api/projects");
    await ask().expect(200);
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("row", { name: /build server/ }).waitFor();
    expect(await page.getByText(key).count()).toBe(0);
    await page.getByRole("button", { name: "Revoke build server" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
    await page.getByText("No API keys").waitFor();
    await ask().expect(401);
    await context.close();
  },
  TEST_MS,
);

test(
  "signing out leaves nothing on the screen, and signing in again leads back to where one was",
  async () => {
    const person = await registerPerson("Ida");
    const { body } = await person.post("/api/workspaces", { name: `Ida ${crypto.randomUUID().slice(0, 8)}` }).expect(201);
    const { slug } = body as { slug: string };
    const context = await profileOf(browser, person);
    const page = await context.newPage();
    await page.goto(`/w/${slug}`);
    await page.getByRole("button", { name: "Your account" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.goto(`/w/${slug}/settings/members`);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Members" }).waitFor();
    await context.close();
  },
  TEST_MS,
);
