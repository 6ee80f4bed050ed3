import { expect, test } from "bun:test";
import { Changeset, ErrorLog, Import, Project, RuntimeSession } from "@slate/schema/api";
import {
  type Answer,
  type Client,
  createClient,
  createFile,
  createProject,
  listAll,
  listFiles,
  type TestProject,
  testProject,
  testStack,
  testWorkspace,
} from "./testing/index.ts";

type Operation = {
  operationId: string;
  "x-access": string;
  requestBody?: { content: Record<string, unknown> };
  parameters?: { in: string; name: string }[];
};
type Route = Operation & { method: string; path: string };
type Ids = { project: string; file: string; changeset: string; import: string; session: string; error: string };

const { projects } = testStack().ports;
const document = (await (await fetch(`http://127.0.0.1:${projects}/openapi.json`)).json()) as {
  paths: Record<string, Record<string, Operation>>;
};
const routes: Route[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
);
const isWrite = (route: Route) => /\.(write|delete)$/.test(route["x-access"]);

/** What each route with a JSON body is sent. A new route has to be told here, or these tests fail. */
const bodies: Record<string, (ids: Ids) => object> = {
  createProject: () => ({ name: `P ${crypto.randomUUID()}` }),
  updateProject: () => ({ description: "changed" }),
  createFile: ({ project }) => ({ projectId: project, path: `${crypto.randomUUID()}.txt` }),
  moveFile: () => ({ path: `${crypto.randomUUID()}.txt` }),
  copyFile: () => ({ path: `${crypto.randomUUID()}.txt` }),
  createChangeset: ({ project, file }) => ({ projectId: project, changes: [{ op: "edit", fileId: file, content: "x" }] }),
  revertChangeset: () => ({}),
  createImport: ({ project }) => ({ projectId: project, format: "zip" }),
  takeLock: ({ file }) => ({ fileId: file }),
  openRuntimeSession: ({ project }) => ({ projectId: project }),
  appendRuntimeLogs: () => ({ lines: [{ at: "2026-01-31T09:30:00.000Z", message: "m" }] }),
  closeRuntimeSession: () => ({}),
  reportError: ({ project }) => ({ projectId: project, errorType: "E", errorMessage: "m" }),
};
const idIn = (path: string, ids: Ids): string =>
  ({
    projects: ids.project,
    files: ids.file,
    changesets: ids.changeset,
    imports: ids.import,
    locks: ids.file,
    runtime: ids.session,
    errors: ids.error,
  })[path.split("/")[2] ?? ""] ?? "";

function request(route: Route, client: Client, ids: Ids): PromiseLike<Answer> {
  const path = route.path.replace("{version}", "1").replace(/\{\w+\}/, idIn(route.path, ids));
  const query = new URLSearchParams({ path: "x.txt", q: "word", from: "0", projectId: ids.project });
  const named = new Set(route.parameters?.filter((one) => one.in === "query").map((one) => one.name));
  for (const name of [...query.keys()]) if (!named.has(name)) query.delete(name);
  const url = `${path}?${query}`;
  const headers: Record<string, string> = { "If-Match": "*" };
  const type = Object.keys(route.requestBody?.content ?? {})[0];
  if (type && type !== "application/json") headers["Content-Type"] = type;
  const body = type === "application/json" ? bodies[route.operationId]?.(ids) : type ? "bytes" : undefined;
  if (type === "application/json" && !body) throw new Error(`tell this test what ${route.operationId} is sent`);
  if (route.method === "GET") return client.get(url, headers);
  return client[route.method.toLowerCase() as "post" | "put" | "patch" | "delete"](url, body, headers);
}

/** One of everything in a project. */
async function furnish({ member, projectId }: TestProject): Promise<Ids> {
  const file = await createFile(member, projectId, "a.txt", "secret");
  const [changeset] = await listAll<Changeset>(member, `/api/changesets?projectId=${projectId}`, Changeset);
  const { body: session } = await member.post("/api/runtime/sessions", { projectId }).expect(201, RuntimeSession);
  const { body: error } = await member.post("/api/errors", { projectId, errorType: "E", errorMessage: "m" }).expect(201, ErrorLog);
  const { body: made } = await member.post("/api/imports", { projectId, format: "zip" }).expect(201, Import);
  await member.post("/api/locks", { fileId: file.id }).expect(201);
  return { project: projectId, file: file.id, changeset: changeset?.id ?? "", import: made.id, session: session.id, error: error.id };
}
const missing = (): Ids => {
  const [project, file, changeset, made, session, error] = Array.from({ length: 6 }, () => Bun.randomUUIDv7()) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return { project, file, changeset, import: made, session, error };
};
const withoutRequestId = ({ status, body }: Answer) => {
  const { requestId: _, ...error } = (body as { error: { requestId: string } }).error;
  return { status, error };
};
/** Routes that name something. `createProject` and `listProjects` name nothing; search may. */
const naming = routes.filter((route) => !["createProject", "listProjects"].includes(route.operationId));

test("another workspace's things answer on every route exactly like things that do not exist", async () => {
  const [mine, theirs] = await Promise.all([testProject(), testProject()]);
  const foreign = await furnish(theirs);
  for (const route of naming) {
    const [there, nowhere] = [await request(route, mine.owner, foreign), await request(route, mine.owner, missing())];
    expect([route.operationId, withoutRequestId(there)]).toEqual([route.operationId, withoutRequestId(nowhere)]);
    expect([route.operationId, there.status]).toEqual([route.operationId, 404]);
  }
  const [file] = await listFiles(theirs.member, theirs.projectId);
  expect(file).toMatchObject({ path: "a.txt", version: 1, lock: { owner: { id: theirs.member.userId } } });
  await theirs.member.get(`/api/runtime/sessions/${foreign.session}`).expect(200);
}, 60_000);

test("somebody else's file or a sibling project's cannot be reached through a project of one's own", async () => {
  const [mine, theirs] = await Promise.all([testProject(), testProject()]);
  const foreign = await createFile(theirs.member, theirs.projectId, "a.txt", "secret");
  const sibling = await createFile(mine.member, await createProject(mine.member), "a.txt", "secret");
  for (const { id: fileId } of [foreign, sibling]) {
    const steps = [
      { op: "edit", fileId, content: "x" },
      { op: "copy", fileId, to: "stolen.txt" },
      { op: "move", fileId, to: "stolen.txt" },
      { op: "delete", fileId },
      { op: "restore", fileId },
    ];
    for (const step of steps)
      await mine.owner.post("/api/changesets", { projectId: mine.projectId, changes: [step] }).expectError(404, "file.not_found");
  }
  expect(await listFiles(mine.member, mine.projectId)).toEqual([]);
});

test("every route refuses strangers, outsiders and, where it writes, viewers, before it looks at anything", async () => {
  const mine = await testProject();
  const ids = await furnish(mine);
  for (const route of routes) {
    const [stranger, outsider] = [await request(route, mine.anonymous, ids), await request(route, mine.outsider, ids)];
    expect([route.operationId, withoutRequestId(stranger)]).toMatchObject([
      route.operationId,
      { status: 401, error: { code: "auth.required" } },
    ]);
    expect([route.operationId, withoutRequestId(outsider)]).toMatchObject([
      route.operationId,
      { status: 404, error: { code: "workspace.not_found" } },
    ]);
    if (!isWrite(route)) continue;
    const viewer = await request(route, mine.viewer, ids);
    expect([route.operationId, withoutRequestId(viewer)]).toMatchObject([
      route.operationId,
      { status: 403, error: { code: "auth.forbidden" } },
    ]);
  }
  expect((await listFiles(mine.viewer, mine.projectId)).map((file) => [file.path, file.version])).toEqual([["a.txt", 1]]);
}, 60_000);

test("ids that are no ids are refused on every route", async () => {
  const { owner } = await testProject();
  const nonsense = { project: "1", file: "a%20b", changeset: "x'--", import: "%20", session: "null", error: "0" };
  for (const route of naming.filter(({ operationId }) => operationId !== "listErrorGroups")) {
    const { status, body } = await request(route, owner, nonsense);
    expect([route.operationId, status, (body as { error: { code: string } }).error.code]).toEqual([
      route.operationId,
      400,
      "request.invalid",
    ]);
  }
}, 30_000);

test("the workspace in the address is for what only reads, and may not contradict the header", async () => {
  const [one, other] = [await testWorkspace(), await testWorkspace()];
  const { "Slate-Workspace": _, ...unnaming } = one.member.headers;
  const unnamed = createClient(testStack().gatewayUrl, unnaming);
  await unnamed.get(`/api/projects?workspace=${one.id}`).expect(200);
  await one.member.get(`/api/projects?workspace=${one.id.toUpperCase()}`).expect(200);
  await one.member.get(`/api/projects?workspace=${other.id}`).expectError(400, "request.invalid");
  const { body } = await one.member.post(`/api/projects?workspace=${other.id}`, { name: "Here" }).expect(201, Project);
  await one.member.get(`/api/projects/${body.id}`).expect(200);
});
