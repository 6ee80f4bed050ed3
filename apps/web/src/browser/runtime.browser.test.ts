import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../../../../infra/testing/browser.ts";
import { type TestWorkspace, testWorkspace } from "../../../../infra/testing/index.ts";
import { openProject } from "./project-page.ts";

const TEST_MS = 90_000;
let browser: Browser;
let space: TestWorkspace;
beforeAll(async () => {
  [browser, space] = await Promise.all([launchBrowser(), testWorkspace()]);
}, TEST_MS);
afterAll(() => browser.close());

test(
  "errors of the game appear as they are reported, the same problem once, with its stack",
  async () => {
    const { id: projectId, page, problems } = await openProject(browser, space, space.viewer, {});
    const report = (errorType: string, severity: string, errorStack: string | null = null) =>
      space.owner.post("/api/errors", { projectId, errorType, errorMessage: `${errorType} happened`, severity, errorStack }).expect(201);
    await page.getByRole("link", { name: "Errors" }).click();
    await page.getByText("Nothing was reported yet.").waitFor();
    await report("NullReference", "error", "at Player.Update () in Player.cs:12");
    await report("NullReference", "error", "at Player.Update () in Player.cs:12");
    await report("LowMemory", "warning");
    const problem = page.getByRole("row").filter({ hasText: "NullReference" });
    await problem.getByRole("gridcell", { name: "2", exact: true }).waitFor();
    await page.getByRole("combobox", { name: "Severity" }).click();
    await page.getByRole("option", { name: "Warning" }).click();
    await problem.waitFor({ state: "detached" });
    await page.getByRole("row").filter({ hasText: "LowMemory" }).waitFor();
    await page.getByRole("combobox", { name: "Severity" }).click();
    await page.getByRole("option", { name: "Every severity" }).click();
    await problem.click();
    await page.getByRole("dialog").getByText("Player.cs:12").first().waitFor();
    await page.reload(); // the address has the problem
    await page.getByRole("dialog").getByText("2 reports").waitFor();
    expect(problems).toEqual([]);
  },
  TEST_MS,
);

test(
  "a run shows its log as it grows, narrowed by level, and how it ended",
  async () => {
    const { id: projectId, page, problems } = await openProject(browser, space, space.viewer, {});
    await page.getByRole("link", { name: "Runtime" }).click();
    await page.getByText("No runs yet").waitFor();
    const { body } = await space.owner.post("/api/runtime/sessions", { projectId }).expect(201);
    const { id } = body as { id: string };
    const log = (level: string, message: string) =>
      space.owner.post(`/api/runtime/sessions/${id}/logs`, { lines: [{ at: new Date().toISOString(), level, message }] }).expect(200);
    await page.getByText("Running").click();
    await log("info", "Scene loaded");
    await log("error", "Texture missing");
    const panel = page.getByRole("dialog");
    await panel.getByText("Scene loaded").waitFor();
    await panel.getByText("Texture missing").waitFor();
    await panel.getByRole("combobox", { name: "Least level" }).click();
    await page.getByRole("option", { name: "Warning" }).click();
    await panel.getByText("Scene loaded").waitFor({ state: "detached" });
    await space.owner.post(`/api/runtime/sessions/${id}/close`, { status: "crashed" }).expect(200);
    await panel.getByText("Crashed").waitFor();
    expect(problems).toEqual([]);
  },
  TEST_MS,
);
