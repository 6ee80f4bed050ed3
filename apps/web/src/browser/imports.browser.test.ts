import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../../../../infra/testing/browser.ts";
import { type TestWorkspace, testWorkspace } from "../../../../infra/testing/index.ts";
import { line, openProject, pathsIn } from "./project-page.ts";

const TEST_MS = 90_000;
let browser: Browser;
let space: TestWorkspace;
let folder: string;
beforeAll(async () => {
  [browser, space, folder] = await Promise.all([launchBrowser(), testWorkspace(), mkdtemp(join(tmpdir(), "slate-web-"))]);
}, TEST_MS);
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

/** A folder on disk; answers where it is. */
async function makeFolder(name: string, files: Record<string, string | Uint8Array>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, name, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return join(folder, name);
}

/** Drops something from the desktop, as the operating system would tell the browser. */
async function dropFromDesktop(page: Page, target: string, path: string) {
  const box = await page.locator(target).boundingBox();
  if (!box) throw new Error(`Nothing to drop on: ${target}`);
  const session = await page.context().newCDPSession(page);
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) await session.send("Input.dispatchDragEvent", { type, ...place, data });
}

const unityProject = {
  "Assets/Größe/Player.cs": "class Player {}",
  "Assets/Player.cs.meta": "guid: 1",
  "Library/cache.bin": "x",
  "Library/deep/cache.bin": "x",
  "UserSettings/me.json": "{}",
};
const kept = ["Assets/Größe/Player.cs", "Assets/Player.cs.meta"];

test(
  "a picked folder is imported as one changeset; what is left out is said before and after",
  async () => {
    const { id, page, problems } = await openProject(browser, space, space.member, {});
    await page.getByText("No files yet").waitFor();
    await page.locator("input[type=file]").setInputFiles(await makeFolder("Picked", unityProject));
    const dialog = page.getByRole("dialog");
    await dialog.getByText("3 files").waitFor();
    await dialog.getByText("Left out: Library/ (2 files)").waitFor();
    await dialog.getByRole("button", { name: "Import" }).click();
    await page.getByText("2 created").waitFor();
    await page.getByText("Left out: Library/ (2 files), UserSettings/ (1 file)").waitFor();
    await line(page, "Assets").waitFor();
    expect(await pathsIn(space, id)).toEqual(kept);
    expect(problems).toEqual([]);
  },
  TEST_MS,
);

test(
  "a folder dropped from the desktop is imported, onto an empty project and into a folder of the tree",
  async () => {
    const { id, page, problems } = await openProject(browser, space, space.member, {});
    await page.getByText("No files yet").waitFor();
    await dropFromDesktop(page, "main", await makeFolder("Dropped", unityProject));
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Left out: Library/").waitFor();
    await dialog.getByRole("button", { name: "Import" }).click();
    await line(page, "Assets").waitFor();
    expect(await pathsIn(space, id)).toEqual(kept);

    await dropFromDesktop(page, '[role="treeitem"]', await makeFolder("More", { "b.cs": "class B {}" }));
    await dialog.getByText("Into Assets").waitFor();
    await dialog.getByRole("button", { name: "Import" }).click();
    await line(page, "More").waitFor();
    expect(await pathsIn(space, id)).toEqual([...kept, "Assets/More/b.cs"].sort());
    expect(problems).toEqual([]);
  },
  TEST_MS,
);

test(
  "an import that is cancelled midway leaves nothing behind, and the same folder can be imported after it",
  async () => {
    const { id, page, context } = await openProject(browser, space, space.member, {});
    await page.getByText("No files yet").waitFor();
    const path = await makeFolder("Large", { "Assets/a.txt": "small", "Assets/b.bin": crypto.getRandomValues(new Uint8Array(65_536)) });
    for (let index = 0; index < 40; index++)
      await writeFile(join(path, `Assets/${index}.bin`), crypto.getRandomValues(new Uint8Array(65_536)));
    const session = await context.newCDPSession(page);
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 256 * 1024 };
    await session.send("Network.emulateNetworkConditions", slow);
    await page.locator("input[type=file]").setInputFiles(path);
    await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
    const card = page.getByRole("region", { name: "Imports" });
    await card.getByText(/^[1-9].* of .* sent$/).waitFor();
    await card.getByRole("button", { name: "Cancel" }).click();
    await card.getByText("Cancelled. Nothing was changed.").waitFor();
    expect(await pathsIn(space, id)).toEqual([]);

    await card.getByRole("button", { name: "Dismiss" }).click();
    await session.send("Network.emulateNetworkConditions", { ...slow, uploadThroughput: -1 });
    await page.locator("input[type=file]").setInputFiles(path);
    await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
    await card.getByText("42 created").waitFor();
    expect(await pathsIn(space, id)).toHaveLength(42);
  },
  TEST_MS,
);
