import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { launchBrowser, profileOf, watchProblems } from "../../../../infra/testing/browser.ts";
import { eventually, type TestWorkspace, testWorkspace } from "../../../../infra/testing/index.ts";
import { editor, line, pathsIn } from "./project-page.ts";
import { guidOf, makeProject } from "./unity-project.ts";

const TEST_MS = 120_000;
/** Files are taken apart in the background. */
const patienceMs = 45_000;
let browser: Browser;
let space: TestWorkspace;
beforeAll(async () => {
  [browser, space] = await Promise.all([launchBrowser(), testWorkspace()]);
}, TEST_MS);
afterAll(() => browser.close());

async function choose(page: Page, name: string, act: string) {
  await line(page, name).click({ button: "right" });
  await page.getByRole("menuitem", { name: act }).click();
}

async function rename(page: Page, name: string, to: string) {
  await choose(page, name, "Rename");
  await page.getByRole("textbox", { name: `New name for ${name}` }).fill(to);
  await page.keyboard.press("Enter");
  await page.getByText(`Renamed to ${to}`).waitFor();
}

/** The project's prefab in the assets, once they know it by this path; and how many references lead nowhere then. */
const tankAt = (projectId: string, path: string) =>
  eventually(async () => {
    const { body: asset } = await space.owner.get(`/api/assets/by-guid/${guidOf("tank")}?projectId=${projectId}`).expect(200);
    expect((asset as { path: string }).path).toBe(path);
    const { body: health } = await space.owner.get(`/api/assets/health?projectId=${projectId}`).expect(200);
    return (health as { counts: Record<string, number> }).counts["missing-reference"] ?? 0;
  }, patienceMs);

/** Until then nobody can say what uses an asset, and deleting asks. */
const caughtUp = (projectId: string) =>
  eventually(async () => {
    const { body } = await space.owner.get(`/api/assets/facets?projectId=${projectId}`).expect(200);
    const { state } = body as { state: { changesetId: string; latestChangesetId: string } };
    expect(state.changesetId).toBe(state.latestChangesetId);
  }, patienceMs);

test(
  "a file or folder renamed in the tree takes its .meta along, so that references hold; a used one is deleted after what breaks was read",
  async () => {
    const { id, address, fill } = await makeProject(space);
    await fill();
    await fill([
      { op: "create", path: "Assets/Art/notes.txt", content: "n" },
      { op: "create", path: "Assets/Art.meta", content: `fileFormatVersion: 2\nguid: ${"a".repeat(32)}\nfolderAsset: yes\n` },
    ]);
    const context = await profileOf(browser, space.member);
    const problems = watchProblems(context);
    const page = await context.newPage();
    expect(await tankAt(id, "Assets/Tank.prefab")).toBe(0);
    await page.goto(`${address}/files/Assets/Tank.prefab`);
    await rename(page, "Tank.prefab", "Hero.prefab");
    await page.waitForURL(/Assets\/Hero\.prefab$/);
    await rename(page, "Art", "Kit");
    const paths = await pathsIn(space, id);
    for (const path of ["Assets/Hero.prefab", "Assets/Hero.prefab.meta", "Assets/Kit/notes.txt", "Assets/Kit.meta"])
      expect(paths).toContain(path);
    expect(paths.filter((path) => /Tank|Art/.test(path))).toEqual([]);
    expect(await tankAt(id, "Assets/Hero.prefab")).toBe(0);

    await choose(page, "Hull.mat", "Delete");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("1 asset uses it directly").waitFor();
    await dialog.getByText("Assets/Hero.prefab").waitFor();
    await dialog.getByRole("checkbox").click();
    await dialog.getByRole("button", { name: "Delete anyway" }).click();
    await line(page, "Hull.mat").waitFor({ state: "detached" });
    await line(page, "Hull.mat.meta").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).last().click();
    await line(page, "Hull.mat.meta").waitFor();
    await caughtUp(id);
    await choose(page, "Spare.mat", "Delete");
    await page.getByText("Spare.mat was deleted").waitFor(); // nobody uses it: nothing is asked
    expect((await pathsIn(space, id)).filter((path) => /Hull|Spare/.test(path))).toEqual(["Assets/Hull.mat", "Assets/Hull.mat.meta"]);

    await page.getByRole("button", { name: "Deleted files" }).first().click();
    await page
      .getByRole("listitem")
      .filter({ hasText: /Spare\.mat(?!\.)/ })
      .getByRole("button", { name: "Restore" })
      .click();
    await line(page, "Spare.mat.meta").waitFor();
    expect(problems).toEqual([]);
  },
  TEST_MS,
);

test(
  "a prefab that somebody else saved meanwhile is merged by its objects: what only one changed is in it, what both changed is asked",
  async () => {
    const { id, address, fill } = await makeProject(space);
    await fill();
    const context = await profileOf(browser, space.member);
    const problems = watchProblems(context);
    const page = await context.newPage();
    await page.goto(`${address}/files/Assets/Tank.prefab`);
    for (const [before, after] of [
      ["m_Mass: 1", "7"],
      ["m_Drag: 0", "3"],
    ] as const) {
      await editor(page).getByText(before).click();
      await page.keyboard.press("End");
      await page.keyboard.press("Backspace");
      await page.keyboard.type(after);
    }
    const { body } = await space.owner.get(`/api/files?projectId=${id}&prefix=Assets/Tank.prefab&limit=1`).expect(200);
    const [{ id: fileId }] = (body as { items: [{ id: string }] }).items;
    const content = async () => (await space.owner.get(`/api/files/${fileId}/content`).expect(200)).body as string;
    const saved = (await content()).replace("m_Mass: 1", "m_Mass: 9").replace("m_UseGravity: 1", "m_UseGravity: 0");
    await fill([{ op: "edit", fileId, content: saved }]);

    await page.getByRole("button", { name: "Compare and merge" }).click();
    const dialog = page.getByRole("dialog");
    const conflict = dialog.getByRole("group", { name: "Tank · Rigidbody · m_Mass" });
    const save = dialog.getByRole("button", { name: "Save merged text" });
    await conflict.waitFor();
    expect(await dialog.getByRole("group").count()).toBe(1);
    expect(await save.isDisabled()).toBe(true);
    await conflict.getByRole("radio", { name: /Yours/ }).check();
    await dialog.getByText("Both go together").waitFor();
    await save.click();
    await dialog.waitFor({ state: "detached" });
    await editor(page).getByText("m_UseGravity: 0").waitFor();
    expect(await content()).toBe(saved.replace("m_Mass: 9", "m_Mass: 7").replace("m_Drag: 0", "m_Drag: 3"));
    expect(problems).toEqual([]);
  },
  TEST_MS,
);

test(
  "on the health page, what is missing comes back from the deleted files with its .meta, and the .meta of a copy goes",
  async () => {
    const { id, address, fill } = await makeProject(space);
    await fill();
    const { body } = await space.owner.get(`/api/files?projectId=${id}`).expect(200);
    const { items } = body as { items: { id: string; path: string }[] };
    const textOf = async (path: string) => {
      const file = items.find((one) => one.path === path);
      return (await space.owner.get(`/api/files/${file?.id}/content`).expect(200)).body as string;
    };
    await caughtUp(id);
    await fill([
      ...items.filter(({ path }) => path.startsWith("Assets/Tank.prefab")).map((file) => ({ op: "delete", fileId: file.id })),
      { op: "create", path: "Assets/Twin.mat", content: await textOf("Assets/Spare.mat") },
      { op: "create", path: "Assets/Twin.mat.meta", content: await textOf("Assets/Spare.mat.meta") },
    ]);
    await caughtUp(id);
    const context = await profileOf(browser, space.member);
    const problems = watchProblems(context);
    const page = await context.newPage();
    await page.goto(`${address}/health?kind=missing-reference`);
    await page.getByRole("row").filter({ hasText: "Assets/Tank.prefab" }).first().getByText("is gone").click();
    await page.getByRole("button", { name: "Bring it back" }).click();
    await page.getByText("Tank.prefab is back").waitFor();
    await page.goto(`${address}/health?kind=duplicate-guid`);
    await page.getByRole("row").filter({ hasText: "Twin.mat" }).getByText("Assets/Spare.mat").click();
    await page.getByRole("button", { name: "Delete the copy’s .meta" }).click();
    await page.getByText("Twin.mat.meta was deleted").waitFor();
    const paths = await pathsIn(space, id);
    for (const path of ["Assets/Tank.prefab", "Assets/Tank.prefab.meta", "Assets/Twin.mat"]) expect(paths).toContain(path);
    expect(paths).not.toContain("Assets/Twin.mat.meta");
    expect(problems).toEqual([]);
  },
  TEST_MS,
);
