import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { launchBrowser, profileOf, watchProblems } from "../../../../infra/testing/browser.ts";
import { signInAgain, type TestWorkspace, testWorkspace } from "../../../../infra/testing/index.ts";

const TEST_MS = 90_000;
let browser: Browser;
let space: TestWorkspace;
beforeAll(async () => {
  [browser, space] = await Promise.all([launchBrowser(), testWorkspace()]);
}, TEST_MS);
afterAll(() => browser.close());

const looks = (page: Page, theme: string, density: string) =>
  page.locator(`html[data-theme="${theme}"][data-density="${density}"]`).waitFor({ state: "attached" });

test(
  "theme and density follow the person: into their other browser at once, and into a new one when they sign in",
  async () => {
    const [one, two] = await Promise.all([profileOf(browser, space.member), profileOf(browser, await signInAgain(space.member))]);
    const problems = [one, two].map(watchProblems);
    const [first, second] = await Promise.all([one.newPage(), two.newPage()]);
    await Promise.all([first, second].map((page) => page.goto(`/w/${space.slug}`)));
    await Promise.all([first, second].map((page) => looks(page, "light", "comfortable")));
    await second.getByRole("button", { name: "Live", exact: true }).waitFor();
    await first.getByRole("button", { name: "Your account" }).click();
    for (const name of ["Dark", "Compact"]) await first.getByRole("menuitemradio", { name }).click();
    await Promise.all([first, second].map((page) => looks(page, "dark", "compact")));

    const third = await (await profileOf(browser, await signInAgain(space.member))).newPage();
    await third.goto(`/w/${space.slug}`);
    await looks(third, "dark", "compact");
    expect(problems.flat()).toEqual([]);
  },
  TEST_MS,
);

test(
  "a workspace is renamed and moved to another address, with the page going along; the audit log says who did it",
  async () => {
    const own = await testWorkspace();
    const context = await profileOf(browser, own.owner);
    const problems = watchProblems(context);
    const page = await context.newPage();
    await page.goto(`/w/${own.slug}/settings`);
    const slug = `moved-${crypto.randomUUID().slice(0, 8)}`;
    await page.getByLabel("Name").fill("North Pier");
    await page.getByLabel("Address").fill(space.slug);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("alert").first().waitFor(); // taken by another workspace
    await page.getByLabel("Address").fill(slug);
    await page.getByText(`Links and bookmarks with “${own.slug}” stop working`).waitFor();
    await page.getByRole("button", { name: "Save" }).click();
    await page.waitForURL(new RegExp(`/w/${slug}/settings$`));
    await page.getByRole("button", { name: "Switch workspace: North Pier" }).waitFor();

    await page.getByRole("link", { name: "Audit log" }).click();
    await page.getByRole("combobox", { name: "Kind" }).click();
    await page.getByRole("option", { name: "Workspace" }).click();
    await page.getByText("Changed the workspace").click();
    const panel = page.getByRole("dialog");
    await panel.getByText(own.owner.name).waitFor();
    await panel.getByText(`"slug": "${slug}"`).waitFor();
    expect(problems).toEqual([]);
  },
  TEST_MS,
);

test(
  "a workspace is deleted only by typing its address, and whoever has it open is shown out",
  async () => {
    const own = await testWorkspace();
    const [mine, theirs] = await Promise.all([profileOf(browser, own.owner), profileOf(browser, own.member)]);
    const [page, other] = await Promise.all([mine.newPage(), theirs.newPage()]);
    await Promise.all([page.goto(`/w/${own.slug}/settings`), other.goto(`/w/${own.slug}`)]);
    await other.getByRole("heading", { name: "Projects", exact: true }).waitFor();
    await page.getByRole("button", { name: "Delete workspace" }).click();
    const dialog = page.getByRole("alertdialog");
    const confirm = dialog.getByRole("button", { name: "Delete workspace" });
    await dialog.getByRole("textbox").fill("something else");
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole("textbox").fill(own.slug);
    await confirm.click();
    await page.getByText("You are in no workspace yet").waitFor();
    await other.getByText("There is nothing here").waitFor();
  },
  TEST_MS,
);

test(
  "a member reads the settings pages their role has, and no more",
  async () => {
    const page = await (await profileOf(browser, space.member)).newPage();
    await page.goto(`/w/${space.slug}/audit`);
    await page.getByText("There is nothing here").waitFor();
    expect(await page.getByRole("link", { name: "Audit log" }).count()).toBe(0);
    await page.goto(`/w/${space.slug}/settings`);
    expect(await page.getByLabel("Name").isDisabled()).toBe(true);
    expect(await page.getByRole("button", { name: "Delete workspace" }).count()).toBe(0);
  },
  TEST_MS,
);
