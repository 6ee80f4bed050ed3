import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { launchBrowser, profileOf } from "../../../../infra/testing/browser.ts";
import { type Person, type TestWorkspace, testWorkspace } from "../../../../infra/testing/index.ts";
import { editor, line, openProject, pathsIn } from "./project-page.ts";

const TEST_MS = 90_000;
let browser: Browser;
let space: TestWorkspace;
beforeAll(async () => {
  [browser, space] = await Promise.all([launchBrowser(), testWorkspace()]);
}, TEST_MS);
afterAll(() => browser.close());

const openFiles = (person: Person, files: Record<string, string>, at = "") => openProject(browser, space, person, files, at);

test(
  "the tree is worked by keyboard alone: open, jump by typing, rename with the page going along, delete, and take it back",
  async () => {
    const { id, page, problems } = await openFiles(space.member, { "Assets/Enemy.cs": "a", "Assets/Player.cs": "b", "README.md": "c" });
    await line(page, "Assets").waitFor();
    await page.getByRole("tree").focus();
    await page.keyboard.press("ArrowRight");
    await line(page, "Player.cs").waitFor();
    await page.keyboard.type("pl");
    await page.keyboard.press("Enter");
    await page.waitForURL(/Assets\/Player\.cs$/);
    await page.getByRole("tree").focus();
    await page.keyboard.press("F2");
    await page.keyboard.type("Hero"); // the part before the ending is selected
    await page.keyboard.press("Enter");
    await page.waitForURL(/Assets\/Hero\.cs$/);
    await editor(page).getByText("b").waitFor();

    await page.getByRole("tree").focus();
    await page.keyboard.press("Delete");
    await line(page, "Hero.cs").waitFor({ state: "detached" });
    expect(await pathsIn(space, id)).toEqual(["Assets/Enemy.cs", "README.md"]);
    await page.locator("[data-sonner-toast]", { hasText: "Hero.cs was deleted" }).getByRole("button", { name: "Undo" }).click();
    await line(page, "Hero.cs").waitFor();
    expect(await pathsIn(space, id)).toContain("Assets/Hero.cs");
    expect(problems).toEqual([]);
  },
  TEST_MS,
);

test(
  "what was typed and not saved survives a reload, and is not sent to anybody",
  async () => {
    const { id, page } = await openFiles(space.member, { "notes.md": "saved\n" }, "notes.md");
    await editor(page).getByText("saved").waitFor();
    await editor(page).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("still in my head");
    page.on("dialog", (dialog) => dialog.accept());
    await page.reload();
    await editor(page).getByText("still in my head").waitFor();
    const { body } = await space.owner.get(`/api/files?projectId=${id}`).expect(200);
    expect((body as { items: { version: number }[] }).items[0]?.version).toBe(1);
  },
  TEST_MS,
);

test(
  "a file keeps its line ends and its byte order mark when it is edited here",
  async () => {
    const { id, page } = await openFiles(space.member, { "a.cs": "\uFEFFclass A\r\n{\r\n}\r\n" }, "a.cs");
    await editor(page).getByText("class A").waitFor();
    await editor(page).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("// end");
    await page.keyboard.press("Control+s");
    await page.getByText("Version 2").waitFor();
    const { body } = await space.owner.get(`/api/files?projectId=${id}`).expect(200);
    const [file] = (body as { items: { id: string; size: number }[] }).items;
    expect(file?.size).toBe(new TextEncoder().encode("\uFEFFclass A\r\n{\r\n}\r\n// end").length);
  },
  TEST_MS,
);

test(
  "a viewer reads everything and is offered nothing that would be refused",
  async () => {
    const { page } = await openFiles(space.viewer, { "a.txt": "read me" }, "a.txt");
    await editor(page).getByText("read me").waitFor();
    await page.getByText("Your role lets you read this file, not change it.").waitFor();
    await editor(page).click();
    await page.keyboard.type("x");
    expect(await editor(page).textContent()).toContain("read me");
    await line(page, "a.txt").click({ button: "right" });
    expect(await page.getByRole("menuitem").allInnerTexts()).toEqual(["History", "Download", "Copy path"]);
    await page.keyboard.press("Escape");
    expect(await page.getByRole("button", { name: "New file" }).count()).toBe(0);
  },
  TEST_MS,
);

test(
  "two people see each other at the same file, and a lock taken by one stops the other from typing",
  async () => {
    const { page, id } = await openFiles(space.member, { "a.txt": "ours" }, "a.txt");
    const context = await profileOf(browser, space.admin);
    const other = await context.newPage();
    await other.goto(`/w/${space.slug}/p/${id}/files/a.txt`);
    await page.getByRole("list", { name: "Also looking at this file" }).getByText("Ann").waitFor();
    await other.getByRole("list", { name: "Also looking at this file" }).getByText("Max").waitFor();
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Lock" }).click();
    await other.getByText("Max holds the lock").waitFor();
    await other.getByRole("button", { name: "More" }).click();
    await other.getByRole("menuitem", { name: "Break lock" }).click();
    await page.getByText("Locked by Max").waitFor({ state: "detached" });
  },
  TEST_MS,
);

test(
  "a file dragged onto a folder moves there, a deleted one comes back from the deleted files, and the page follows",
  async () => {
    const { id, page, problems } = await openFiles(space.member, { "Assets/a.cs": "a", "notes.md": "n" }, "notes.md");
    await line(page, "notes.md").dragTo(line(page, "Assets"));
    await page.waitForURL(/Assets\/notes\.md$/);
    expect(await pathsIn(space, id)).toEqual(["Assets/a.cs", "Assets/notes.md"]);

    await line(page, "notes.md").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await line(page, "notes.md").waitFor({ state: "detached" });
    // The tree has this button, and so has the page of a file that is gone.
    await page.getByRole("button", { name: "Deleted files" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
    await editor(page).getByText("n", { exact: true }).waitFor();
    expect(await pathsIn(space, id)).toEqual(["Assets/a.cs", "Assets/notes.md"]);
    expect(problems).toEqual([]);
  },
  TEST_MS,
);
