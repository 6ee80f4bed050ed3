import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { launchBrowser, profileOf, watchProblems } from "../../../../infra/testing/browser.ts";
import { type TestWorkspace, testWorkspace } from "../../../../infra/testing/index.ts";
import { editor } from "./project-page.ts";
import { guidOf, hostOf, makeProject } from "./unity-project.ts";

const TEST_MS = 120_000;
/** Files are taken apart, and pictures drawn, in the background. */
const patienceMs = 45_000;
let browser: Browser;
let space: TestWorkspace;
beforeAll(async () => {
  [browser, space] = await Promise.all([launchBrowser(), testWorkspace()]);
}, TEST_MS);
afterAll(() => browser.close());

const card = (page: Page, name: string) => page.getByRole("gridcell").filter({ has: page.getByText(name, { exact: true }) });

test(
  "assets appear with their pictures as files arrive, are narrowed by type, and a mass set in the inspector is seen in another tab and in the history",
  async () => {
    const { address, fill } = await makeProject(space);
    const context = await profileOf(browser, space.member);
    const problems = watchProblems(context);
    const page = await context.newPage();
    await page.goto(`${address}/assets`);
    await page.getByText("No assets yet").waitFor();
    await page.getByRole("button", { name: "Live", exact: true }).waitFor();
    await fill();
    await card(page, "Tank").waitFor({ timeout: patienceMs });
    for (const name of ["Paint", "Hull"]) {
      await page.waitForFunction(
        (wanted) =>
          [...document.querySelectorAll<HTMLElement>('[role="gridcell"]')].some(
            (cell) => cell.textContent?.includes(wanted) && (cell.querySelector("img")?.naturalWidth ?? 0) > 0,
          ),
        name,
        { timeout: patienceMs },
      );
    }
    await page.getByRole("button", { name: /^Prefabs/ }).click();
    await card(page, "Hull").waitFor({ state: "detached" });
    expect(page.url()).toContain("type=prefab");

    await card(page, "Tank").getByRole("link").click();
    await page.getByRole("link", { name: "Inspector" }).click();
    const mass = (tab: Page) => tab.getByRole("region", { name: "Rigidbody" }).getByRole("textbox", { name: "Mass" });
    await mass(page).waitFor();
    const second = await context.newPage();
    await second.goto(page.url());
    expect(await mass(second).inputValue()).toBe("1");
    await mass(page).fill("12.5");
    await page.getByRole("region", { name: "1 unsaved change" }).getByRole("button", { name: "Save" }).click();
    await page.getByText("1 change saved to Tank").waitFor();
    await second.waitForFunction(
      () => [...document.querySelectorAll<HTMLInputElement>('input[aria-label="Mass"]')].some(({ value }) => value === "12.5"),
      undefined,
      { timeout: patienceMs },
    );

    await page.goto(`${address}/files/Assets/Tank.prefab?view=history`);
    const change = page.getByRole("region", { name: "Rigidbody" }).getByRole("listitem");
    await change.getByText("m_Mass").waitFor();
    expect(await change.textContent()).toContain("Before: 1After: 12.5");
    await page.getByRole("button", { name: "Text", exact: true }).click();
    await page.getByText("m_Mass: 12.5").waitFor();
    expect(problems).toEqual([]);
  },
  TEST_MS,
);

test(
  "what somebody typed survives that another saved first, and both changes end up in the file",
  async () => {
    const { address, fill } = await makeProject(space);
    await fill();
    const [mine, theirs] = await Promise.all([profileOf(browser, space.member), profileOf(browser, space.admin)]);
    const [page, other] = await Promise.all([mine.newPage(), theirs.newPage()]);
    const field = (tab: Page, name: string) => tab.getByRole("region", { name: "Rigidbody" }).getByRole("textbox", { name });
    const open = async (tab: Page) => {
      for (;;) {
        await tab.goto(`${address}/assets/${guidOf("tank")}?tab=inspector`);
        const found = await Promise.race([
          field(tab, "Mass")
            .waitFor({ timeout: patienceMs })
            .then(() => true),
          tab
            .getByText("There is nothing here")
            .waitFor({ timeout: patienceMs })
            .then(() => false),
        ]);
        if (found) return;
      }
    };
    await Promise.all([open(page), open(other)]);
    // Cut off from events, so that the page cannot know before it saves.
    await page.route("**/api/assets/*/objects/*", (route) => route.abort());
    await page.route("**/api/assets/*/hierarchy", (route) => route.abort());
    await field(page, "Mass").fill("7");
    await field(other, "Drag").fill("3");
    await other.getByRole("button", { name: "Save" }).click();
    await other.getByText("1 change saved to Tank").waitFor();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Your changes are kept on top of it").waitFor();
    expect(await field(page, "Mass").inputValue()).toBe("7");
    await page.unrouteAll();
    await page.reload(); // what was typed outlives that too
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLInputElement>('input[aria-label="Drag"]')].some(({ value }) => value === "3"),
    );
    expect(await field(page, "Mass").inputValue()).toBe("7");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("1 change saved to Tank").waitFor();
    await page.goto(`${address}/files/Assets/Tank.prefab`);
    await editor(page).getByText("m_Mass: 7").waitFor();
    await editor(page).getByText("m_Drag: 3").waitFor();
  },
  TEST_MS,
);

test(
  "a used asset is deleted only after what breaks was read, and comes back by undo; one that nobody uses is found on the health page",
  async () => {
    const { address, fill } = await makeProject(space);
    await fill();
    const context = await profileOf(browser, space.member);
    const problems = watchProblems(context);
    const page = await context.newPage();
    await page.goto(`${address}/assets?view=list`);
    const row = (name: string) => page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
    await row("Hull").waitFor({ timeout: patienceMs });
    await page.getByText("Catching up").waitFor({ state: "detached", timeout: patienceMs });
    await row("Hull").getByRole("checkbox").click();
    await page.getByRole("toolbar").getByRole("button", { name: "Delete" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("1 asset uses it directly").waitFor();
    await dialog.getByText("Assets/Tank.prefab").waitFor();
    const confirm = dialog.getByRole("button", { name: "Delete anyway" });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole("checkbox").click();
    await confirm.click();
    await row("Hull").waitFor({ state: "detached", timeout: patienceMs });
    await page.getByRole("button", { name: "Undo" }).click();
    await row("Hull").waitFor({ timeout: patienceMs });

    await page.keyboard.press("g");
    await page.keyboard.press("h");
    await page.getByRole("button", { name: /Unused assets/ }).click();
    await page.getByRole("link", { name: "Spare.mat" }).waitFor({ timeout: patienceMs });
    expect(await page.getByRole("link", { name: "Hull.mat" }).count()).toBe(0);
    expect(problems).toEqual([]);
  },
  TEST_MS,
);

test(
  "by keyboard alone, on a narrow screen in the dark: no page of assets scrolls sideways, and the registry's address is the one people see",
  async () => {
    const { address, fill } = await makeProject(space);
    await fill();
    for (const colorScheme of ["dark", "light"] as const) {
      const context = await profileOf(browser, space.viewer, { viewport: { width: 360, height: 740 }, colorScheme });
      const page = await context.newPage();
      const fits = async () =>
        expect(
          await page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.querySelector("main")?.scrollWidth ?? 0)),
        ).toBe(360);
      await page.goto(`${address}/files`);
      await page.getByRole("treeitem", { name: "Assets" }).waitFor();
      await page.keyboard.press("g");
      await page.keyboard.press("a");
      await card(page, "Tank").waitFor({ timeout: patienceMs });
      await fits();
      await page.keyboard.press("/");
      await page.keyboard.type("tank");
      await card(page, "Hull").waitFor({ state: "detached" });
      await page.getByRole("grid").focus();
      await page.keyboard.press("x");
      await page.getByText("1 selected").waitFor();
      await page.keyboard.press("Escape");
      await page.getByText("1 selected").waitFor({ state: "detached" });
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Tank" }).waitFor();
      for (const tab of ["Inspector", "References", "Versions", "Registry"]) {
        await page.getByRole("link", { name: tab }).focus();
        await page.keyboard.press("Enter");
        await page.getByRole("link", { name: tab }).and(page.locator('[aria-current="page"]')).waitFor();
        await fits();
      }
      await page.getByText(/^oras pull/).waitFor({ timeout: patienceMs });
      expect(await page.getByText(/^oras pull/).textContent()).toContain(` ${hostOf()}/`);
      await page.goto(`${address}/health`);
      await page.getByRole("heading", { name: "Project health" }).waitFor();
      await fits();
      await context.close();
    }
  },
  TEST_MS,
);
