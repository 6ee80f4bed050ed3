import type { Browser, Page } from "playwright-core";
import { profileOf, watchProblems } from "../../../../infra/testing/browser.ts";
import type { Person, TestWorkspace } from "../../../../infra/testing/index.ts";

/** A new project with files, open at the files page in a browser profile of `person`'s own. */
export async function openProject(browser: Browser, space: TestWorkspace, person: Person, files: Record<string, string>, at = "") {
  const { body } = await space.owner.post("/api/projects", { name: `Files ${crypto.randomUUID().slice(0, 8)}` }).expect(201);
  const { id } = body as { id: string };
  const changes = Object.entries(files).map(([path, content]) => ({ op: "create", path, content }));
  if (changes.length > 0) await space.owner.post("/api/changesets", { projectId: id, message: "Begin", changes }).expect(201);
  const context = await profileOf(browser, person);
  const problems = watchProblems(context);
  const page = await context.newPage();
  await page.goto(`/w/${space.slug}/p/${id}/files/${at}`);
  return { id, page, context, problems };
}

/** A line of the file tree. */
export const line = (page: Page, name: string) => page.getByRole("treeitem", { name, exact: true });

export const editor = (page: Page) => page.locator(".cm-content");

/** What the server says is in a project. */
export async function pathsIn(space: TestWorkspace, projectId: string): Promise<string[]> {
  const { body } = await space.owner.get(`/api/files?projectId=${projectId}`).expect(200);
  return (body as { items: { path: string }[] }).items.map(({ path }) => path);
}
