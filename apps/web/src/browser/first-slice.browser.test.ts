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

/** A project with a few files; answers the address of its pages. */
async function makeProject(files: Record<string, string>): Promise<{ id: string; address: string }> {
  const { body } = await space.owner.post("/api/projects", { name: `Web ${crypto.randomUUID().slice(0, 8)}` }).expect(201);
  const { id } = body as { id: string };
  const changes = Object.entries(files).map(([path, content]) => ({ op: "create", path, content }));
  await space.owner.post("/api/changesets", { projectId: id, message: "Begin", changes }).expect(201);
  return { id, address: `/w/${space.slug}/p/${id}` };
}
const editor = (page: Page) => page.locator(".cm-content");

test(
  "somebody new signs in by keyboard, is told of a wrong password without losing what they typed, and lands in their workspace",
  async () => {
    const person = await registerPerson("Ada");
    await person.post("/api/workspaces", { name: "Only one" }).expect(201);
    const context = await browser.newContext({ baseURL: testStack().gatewayUrl });
    const problems = watchProblems(context);
    const page = await context.newPage();
    await page.goto("/");
    await page.getByLabel("E-mail").fill(person.email);
    await page.keyboard.press("Tab");
    await page.keyboard.type("wrong-password");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").first().waitFor();
    expect(await page.getByLabel("E-mail").inputValue()).toBe(person.email);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Projects", exact: true }).waitFor();
    expect(page.url()).toContain("/w/only-one");
    expect(problems).toEqual([]);
    await context.close();
  },
  TEST_MS,
);

test(
  "what one tab saves, another tab and another person see without a reload; the changeset is reverted and both see that too",
  async () => {
    const { address } = await makeProject({ "Assets/Player.cs": "class Player {}\n", "README.md": "# Hello\n" });
    const [mine, theirs] = await Promise.all([profileOf(browser, space.member), profileOf(browser, space.viewer)]);
    const problems = [watchProblems(mine), watchProblems(theirs)];
    const [tab, second, other] = await Promise.all([mine.newPage(), mine.newPage(), theirs.newPage()]);
    const pages = [tab, second, other];
    await Promise.all(pages.map((page) => page.goto(`${address}/files/Assets/Player.cs`)));
    await Promise.all(pages.map((page) => editor(page).getByText("class Player {}").waitFor()));

    await editor(tab).click();
    await tab.keyboard.press("Control+End");
    await tab.keyboard.type("// faster");
    await tab.keyboard.press("Control+s");
    await Promise.all([second, other].map((page) => editor(page).getByText("// faster").waitFor()));

    await tab.goto(`${address}/changes`);
    await tab.getByRole("row").nth(1).click();
    await tab.getByText("// faster").first().waitFor();
    await tab.getByRole("button", { name: "Revert" }).first().click();
    await tab
      .getByRole("dialog")
      .getByRole("button", { name: /Revert/ })
      .click();
    await Promise.all([second, other].map((page) => editor(page).getByText("// faster").waitFor({ state: "detached" })));
    expect(problems.flat()).toEqual([]);
    await Promise.all([mine.close(), theirs.close()]);
  },
  TEST_MS,
);

test(
  "two people save the same file: the slower one is shown both versions and loses nothing",
  async () => {
    const { address } = await makeProject({ "notes.md": "one\n" });
    const context = await profileOf(browser, space.member);
    const page = await context.newPage();
    await page.goto(`${address}/files/notes.md`);
    await editor(page).getByText("one").waitFor();
    await context.setOffline(true); // live updates would tell them at once; this is the moment before
    await editor(page).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("mine");
    const { body } = await space.owner.get(`/api/files?projectId=${address.split("/").at(-1)}`).expect(200);
    const [file] = (body as { items: { id: string }[] }).items;
    await space.owner
      .put(`/api/files/${file?.id}/content`, "one\ntheirs\n", { "If-Match": '"1"', "Content-Type": "text/markdown" })
      .expect(200);
    await context.setOffline(false);
    await page.keyboard.press("Control+s");
    const dialog = page.getByRole("dialog");
    await dialog.locator(".cm-merge-a").getByText("theirs").waitFor();
    await dialog.locator(".cm-merge-b").getByText("mine").waitFor();
    await dialog.getByRole("button", { name: "Save mine as a copy" }).click();
    await page.waitForURL(/notes%20copy\.md/);
    await editor(page).getByText("mine").waitFor();
    await context.close();
  },
  TEST_MS,
);

test(
  "eight tabs of one browser share one stream, and all are told",
  async () => {
    const { id, address } = await makeProject({ "a.txt": "before\n" });
    const context = await profileOf(browser, space.member);
    const pages = await Promise.all(Array.from({ length: 8 }, () => context.newPage()));
    await Promise.all(pages.map((page) => page.goto(`${address}/files/a.txt`)));
    await Promise.all(pages.map((page) => editor(page).getByText("before").waitFor()));
    const { body } = await space.owner.get(`/api/files?projectId=${id}`).expect(200);
    const [file] = (body as { items: { id: string }[] }).items;
    await space.owner.put(`/api/files/${file?.id}/content`, "after\n", { "If-Match": '"1"', "Content-Type": "text/markdown" }).expect(200);
    await Promise.all(pages.map((page) => editor(page).getByText("after").waitFor()));
    await context.close();
  },
  TEST_MS,
);

test(
  "every page stands at 360 px without scrolling sideways, in light and dark, and says what it is",
  async () => {
    const deep = `Assets/${"Islands/".repeat(8)}Breakwater.cs`;
    const { address } = await makeProject({ "Assets/a.cs": "class A {}\n", [deep]: "class Breakwater {}\n" });
    const { slug } = space;
    const found = `/w/${slug}/search?q=breakwater`;
    const addresses = [
      `/w/${slug}`,
      `/w/${slug}/settings/members`,
      `/w/${slug}/settings/keys`,
      `/w/${slug}/settings`,
      `/w/${slug}/audit`,
      address,
      `${address}/files`,
      `${address}/files/Assets/a.cs`,
      `${address}/changes`,
      `${address}/errors`,
      `${address}/runtime`,
      "/me/profile",
      "/me/sessions",
      found,
    ];
    for (const colorScheme of ["light", "dark"] as const) {
      const context = await profileOf(browser, space.owner, { viewport: { width: 360, height: 740 }, colorScheme });
      const problems = watchProblems(context);
      const page = await context.newPage();
      for (const path of addresses) {
        await page.goto(path);
        await page.getByRole("main").waitFor();
        if (path === found) await page.getByText(deep).waitFor();
        const overflow = await page.evaluate(
          'Math.max(...[document.documentElement, document.querySelector("main")].map((part) => part.scrollWidth - part.clientWidth))',
        );
        expect([path, overflow]).toEqual([path, 0]);
        expect(await page.title()).not.toBe("");
      }
      expect(problems).toEqual([]);
      await context.close();
    }
  },
  TEST_MS,
);
