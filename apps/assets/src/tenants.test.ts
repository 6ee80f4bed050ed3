import { afterAll, expect, test } from "bun:test";
import { Collection, Upload } from "@slate/schema/api";
import {
  type Answer,
  assetAt,
  type Client,
  closeSql,
  create,
  eventually,
  guid,
  material,
  meta,
  sqlAs,
  sqlAsOwner,
  type TestProject,
  testProject,
  testStack,
} from "./testing/index.ts";

afterAll(closeSql);

type Operation = {
  operationId: string;
  "x-access": string;
  requestBody?: { content: Record<string, unknown> };
  parameters?: { in: string; name: string }[];
};
type Route = Operation & { method: string; path: string };
type Ids = { project: string; asset: string; file: string; collection: string; upload: string };

const { assets } = testStack().ports;
const document = (await (await fetch(`http://127.0.0.1:${assets}/openapi.json`)).json()) as {
  paths: Record<string, Record<string, Operation>>;
};
const all: Route[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
);
/** Routes of a workspace: those of the registry's own clients and of the installation's administrators have tests of their own. */
const routes = all.filter((route) => route["x-access"].includes("."));
const isWrite = (route: Route) => /\.(write|manage)$/.test(route["x-access"]);

/** What each route with a JSON body is sent. A new route has to be told here, or these tests fail. */
const bodies: Record<string, (ids: Ids) => object> = {
  createCollection: ({ project }) => ({ projectId: project, name: crypto.randomUUID() }),
  updateCollection: () => ({ description: "changed" }),
  askImpact: ({ project, asset }) => ({ projectId: project, ids: [asset] }),
  editProperties: () => ({ edits: [{ do: "set", localId: "2100000", path: "m_Name", value: "x" }] }),
  createUpload: ({ project }) => ({ projectId: project, path: `${crypto.randomUUID()}.bin`, size: 1 }),
  completeUpload: () => ({ sha256: "0".repeat(64) }),
  changeAssets: ({ project, asset }) => ({ projectId: project, ids: [asset], action: { do: "label", add: ["x"] } }),
  rebuildAssets: ({ project }) => ({ projectId: project }),
  updateAsset: () => ({ labels: ["x"] }),
  mergeAssets: ({ file }) => ({ fileId: file, base: 1, ours: 1, theirs: 1 }),
};

function request(route: Route, client: Client, ids: Ids): PromiseLike<Answer> {
  const id = route.path.includes("/collections/") ? ids.collection : route.path.includes("/uploads/") ? ids.upload : ids.asset;
  const path = route.path
    .replace("{id}", id)
    .replace("{guid}", guid("beef"))
    .replace("{localId}", "2100000")
    .replace("{version}", "1")
    .replace("{size}", "256");
  const query = new URLSearchParams({
    projectId: ids.project,
    fileId: ids.file,
    q: "word",
    kind: "unused",
    from: "1",
    to: "1",
    size: "256",
  });
  const named = new Set(route.parameters?.filter((one) => one.in === "query").map((one) => one.name));
  for (const name of [...query.keys()]) if (!named.has(name)) query.delete(name);
  const type = Object.keys(route.requestBody?.content ?? {})[0];
  const headers: Record<string, string> = { "If-Match": "*", "Upload-Offset": "0" };
  if (type && type !== "application/json") headers["Content-Type"] = type;
  const body = type === "application/json" ? bodies[route.operationId]?.(ids) : type ? "b" : undefined;
  if (type === "application/json" && !body) throw new Error(`tell this test what ${route.operationId} is sent`);
  if (route.method === "GET") return client.get(`${path}?${query}`, headers);
  return client[route.method.toLowerCase() as "post" | "put" | "patch" | "delete"](`${path}?${query}`, body, headers);
}

/** One of everything in a project. */
async function furnish({ member, projectId }: TestProject): Promise<Ids> {
  await create(member, projectId, { "Assets/Paint.mat": material(guid("bad")), "Assets/Paint.mat.meta": meta(guid("beef")) });
  const { id: asset, fileId: file } = await assetAt(member, projectId, "Assets/Paint.mat");
  const { body: collection } = await member.post("/api/assets/collections", { projectId, name: "Kept" }).expect(201, Collection);
  const { body: upload } = await member.post("/api/assets/uploads", { projectId, path: "large.bin", size: 9 }).expect(201, Upload);
  return { project: projectId, asset, file: file ?? "", collection: collection.id, upload: upload.id };
}
/** Rows in the tables that `furnish` leaves empty: pictures, a picture that failed, a chunk, and what somebody pushed. */
async function furnishEveryTable({ member, projectId, id: workspaceId }: TestProject, { upload }: Ids): Promise<void> {
  await create(member, projectId, { "Assets/Broken.png": "no picture", "Assets/Broken.png.meta": meta(guid("b0")) });
  await member
    .patch(`/api/assets/uploads/${upload}`, new Uint8Array(9), { "Content-Type": "application/octet-stream", "Upload-Offset": "0" })
    .expect(200);
  const sql = sqlAsOwner();
  const author = sql.json({ kind: "person", id: member.userId, name: "Test" });
  await sql`
    insert into slate_registry_pushes (id, workspace_id, project_id, repository, reference, manifest_digest, status)
    values (${Bun.randomUUIDv7()}, ${workspaceId}, ${projectId}, 'inbox', 'x', 'sha256:0', 'refused')`;
  await sql`
    insert into slate_registry_grants (workspace_id, project_id, author_id, author, user_id)
    values (${workspaceId}, ${projectId}, ${member.userId}, ${author}, ${member.userId})`;
  await eventually(async () => {
    const [made] = await sql`
      select (select count(*) from slate_asset_previews where project_id = ${projectId})::int as pictures,
        (select count(*) from slate_asset_preview_failures where project_id = ${projectId})::int as failures`;
    expect([made?.pictures > 0, made?.failures > 0]).toEqual([true, true]);
  }, 20_000);
}
const missing = (): Ids => ({
  project: Bun.randomUUIDv7(),
  asset: Bun.randomUUIDv7(),
  file: Bun.randomUUIDv7(),
  collection: Bun.randomUUIDv7(),
  upload: Bun.randomUUIDv7(),
});
const withoutRequestId = ({ status, body }: Answer) => {
  const { requestId: _, ...error } = (body as { error: { requestId: string } }).error;
  return { status, error: JSON.parse(JSON.stringify(error).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")) };
};

test("another workspace's things answer on every route exactly like things that do not exist", async () => {
  const [mine, theirs] = await Promise.all([testProject(), testProject()]);
  const foreign = await furnish(theirs);
  for (const route of routes) {
    const [there, nowhere] = [await request(route, mine.owner, foreign), await request(route, mine.owner, missing())];
    expect([route.operationId, there.status]).toEqual([route.operationId, 404]);
    expect([route.operationId, withoutRequestId(there)]).toEqual([route.operationId, withoutRequestId(nowhere)]);
  }
  expect(await assetAt(theirs.viewer, theirs.projectId, "Assets/Paint.mat")).toMatchObject({ id: foreign.asset, labels: [], version: 1 });
  await theirs.viewer.get(`/api/assets/collections/${foreign.collection}`).expect(200);
}, 120_000);

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
    expect([route.operationId, withoutRequestId(await request(route, mine.viewer, ids))]).toMatchObject([
      route.operationId,
      { status: 403, error: { code: "auth.forbidden" } },
    ]);
  }
  expect(await assetAt(mine.viewer, mine.projectId, "Assets/Paint.mat")).toMatchObject({ labels: [], version: 1 });
}, 120_000);

test("ids that are no ids are refused on every route", async () => {
  const { owner } = await testProject();
  for (const route of routes) {
    const { status, body } = await request(route, owner, { project: "1", asset: "x'--", file: "0", collection: "%20", upload: "null" });
    expect([route.operationId, status, (body as { error: { code: string } }).error.code]).toEqual([
      route.operationId,
      400,
      "request.invalid",
    ]);
  }
}, 60_000);

test("the service's own role sees another workspace's rows in no table, and none at all without a workspace", async () => {
  const [mine, theirs] = await Promise.all([testProject(), testProject()]);
  const foreign = await furnish(theirs);
  await theirs.member
    .post("/api/assets/bulk", {
      projectId: theirs.projectId,
      ids: [foreign.asset],
      action: { do: "collect", collectionId: foreign.collection },
    })
    .expect(200);
  await furnishEveryTable(theirs, foreign);
  const sql = sqlAs("assets");
  const tables = await sqlAsOwner()`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and has_table_privilege('assets', c.oid, 'select')`;
  const ofAssets = tables.map(({ name }) => name as string).filter((name) => /^slate_(asset|collection|upload|registry)/.test(name));
  expect(ofAssets.length).toBeGreaterThanOrEqual(14);
  for (const { name: table } of tables) {
    const counts = await Promise.all(
      ["", mine.id, theirs.id].map((workspace) =>
        sql.begin(async (tx) => {
          await tx`select set_config('app.workspace', ${workspace}, true)`;
          const [row] = await tx`select count(*)::int as n from ${tx(table)} where workspace_id = ${theirs.id}`;
          return row?.n > 0;
        }),
      ),
    );
    expect([table, ...counts.slice(0, 2)]).toEqual([table, false, false]);
    // What has no row would pass whatever its policy says.
    if (ofAssets.includes(table)) expect([table, counts[2]]).toEqual([table, true]);
  }
  await expect(sql`select 1 from slate_asset_lookups`.then(() => {})).rejects.toThrow(/permission denied/);
  await expect(sql`update slate_assets set guid = guid`.then(() => {})).rejects.toThrow(/permission denied/);
}, 60_000);
