import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { launchBrowser, profileOf, watchProblems } from "../../../../infra/testing/browser.ts";
import { eventually, type TestWorkspace, testWorkspace } from "../../../../infra/testing/index.ts";
import { guidOfPreview, previewSteps } from "./preview-files.ts";
import { editor } from "./project-page.ts";
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

test(
  "models, sounds, materials and scripts are shown by the browser itself, within the policy of the page",
  async () => {
    const { id, address, fill } = await makeProject(space);
    await fill();
    await fill(previewSteps());
    await eventually(() => space.owner.get(`/api/assets/by-guid/${guidOfPreview("Mover.cs")}?projectId=${id}`).expect(200), patienceMs);
    const context = await profileOf(browser, space.viewer);
    const problems = watchProblems(context);
    const page = await context.newPage();
    for (const name of ["inside.glb", "embedded.gltf", "beside.gltf", "corner.obj"]) {
      await page.goto(`${address}/assets/${guidOfPreview(name)}`);
      await page.getByText("1 triangle", { exact: true }).waitFor();
      await page.locator("canvas").waitFor();
    }
    await page.goto(`${address}/assets/${guidOfPreview("silence.wav")}`);
    await page.waitForFunction(() => document.querySelector("audio")?.duration === 1);
    await page.goto(`${address}/assets/${guidOf("hull")}`);
    await page.getByRole("list", { name: "Colours" }).getByText("_Color").waitFor();
    await page.goto(`${address}/assets/${guidOfPreview("Mover.cs")}`);
    await editor(page).getByText("public class Mover").waitFor();
    expect(problems).toEqual([]);
  },
  TEST_MS,
);
