import { afterAll, expect, test } from "bun:test";
import { Project } from "@slate/schema/api";
import { z } from "zod";
import { type Client, closeSql, sqlAsOwner, testStack } from "../../../../infra/testing/index.ts";
import { createApp } from "../app.ts";
import { readConfig } from "../config.ts";
import { openDeps } from "../deps.ts";
import { makeKey, testProject } from "./testing/project.ts";

afterAll(closeSql);

const Token = z.object({ token: z.string(), access_token: z.string(), expires_in: z.literal(300), issued_at: z.iso.datetime() });
const OciErrors = z.object({ errors: z.array(z.object({ code: z.string(), message: z.string() })).min(1) });
const path = "/api/assets/registry/token";
const basic = (password: string, name = "ada@example.com") => ({ Authorization: `Basic ${btoa(`${name}:${password}`)}` });
const Claims = z.object({ access: z.array(z.object({ type: z.string(), name: z.string(), actions: z.array(z.string()) })) });
const accessOf = (token: string) => Claims.parse(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString())).access;

/** What a client is granted for scopes, each sent as a parameter of its own. */
async function granted(client: Client, scopes: string[], headers: Record<string, string> = {}) {
  const query = scopes.map((scope) => `scope=${encodeURIComponent(scope)}`).join("&");
  const { body } = await client.get(`${path}?service=slate-registry&${query}`, headers).expect(200, Token);
  expect(body.token).toBe(body.access_token);
  return accessOf(body.token);
}
const repository = (name: string, ...actions: string[]) => ({ type: "repository", name, actions });

test("a role gets what it may do in its own workspace, and nobody more", async () => {
  const project = await testProject();
  const kinds = ["files", "assets", "previews", "spark", "inbox", "uploads"];
  const everything = kinds.map((kind) => `repository:${project.repository(kind)}:pull,push,delete`);
  const readable = ["files", "assets", "previews", "spark"].map((kind) => repository(project.repository(kind), "pull"));
  const inbox = repository(project.repository("inbox"), "pull", "push");
  for (const who of ["viewer", "member", "owner"] as const) {
    const expected = who === "viewer" ? readable : [...readable, inbox];
    expect(await granted(project[who], everything)).toEqual(expected); // by cookie, as the page does
    if (who === "viewer") continue; // makes no keys
    const { key } = await makeKey(project[who]);
    expect(await granted(project.anonymous, everything, basic(key))).toEqual(expected);
    const { body } = await project.anonymous
      .post(
        path,
        String(
          new URLSearchParams({
            grant_type: "password",
            username: "key",
            password: key,
            service: "slate-registry",
            scope: everything.join(" "),
          }),
        ),
        { "Content-Type": "application/x-www-form-urlencoded" },
      )
      .expect(200, Token);
    expect(accessOf(body.token)).toEqual(expected);
  }
  expect(await granted(project.outsider, everything)).toEqual([]);
}, 60_000);

test("a key gets no more than its scopes, whatever its maker may do", async () => {
  const project = await testProject();
  const { key } = await makeKey(project.owner, ["asset.read"]);
  const asked = ["files", "assets", "inbox"].map((kind) => `repository:${project.repository(kind)}:pull,push`);
  expect(await granted(project.anonymous, asked, basic(key))).toEqual([repository(project.repository("assets"), "pull")]);
});

test("foreign, unknown and deleted projects are granted alike: nothing, with 200", async () => {
  const [project, other] = await Promise.all([testProject(), testProject()]);
  const { key } = await makeKey(project.owner);
  const deleted = (await project.owner.post("/api/projects", { name: "Gone" }).expect(201, Project)).body;
  await project.owner.delete(`/api/projects/${deleted.id}`, undefined, { "If-Match": "*" }).expect(200);
  const mixed = `ws-${project.id}/p-${other.projectId}`;
  for (const place of [
    `ws-${other.id}/p-${other.projectId}`,
    mixed,
    `ws-${project.id}/p-${crypto.randomUUID()}`,
    `ws-${project.id}/p-${deleted.id}`,
  ])
    expect(await granted(project.anonymous, [`repository:${place}/files:pull`, `repository:${place}/inbox:pull,push`], basic(key))).toEqual(
      [],
    );
  expect(await granted(project.anonymous, ["registry:catalog:*"], basic(key))).toEqual([]);
}, 30_000);

test("wrong credentials are a 401 in the registry's shape, with a challenge and an audit entry; so is none at all", async () => {
  const project = await testProject();
  const { key, id } = await makeKey(project.owner);
  const refused = async (headers: Record<string, string>) => {
    const { headers: answered, body } = await project.anonymous.get(path, headers).expect(401, OciErrors);
    expect([body.errors[0]?.code, answered.get("www-authenticate")]).toEqual(["UNAUTHORIZED", 'Basic realm="SLATE"']);
  };
  const name = `nobody-${crypto.randomUUID()}@example.com`;
  await refused({});
  await refused(basic("password", name));
  await refused(basic(`${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`, name));
  await refused({ Authorization: "Bearer nonsense" });
  await project.anonymous.get(path, basic(key)).expect(200, Token);
  await project.owner.delete(`/api/keys/${id}`).expect(204);
  await refused(basic(key, name));
  const sql = sqlAsOwner();
  const [row] =
    await sql`select count(*)::int as count from audit_log where action = 'registry.sign_in_refused' and details->>'name' = ${name}`;
  expect(row?.count).toBe(3);
  const { key: swapped } = await makeKey(project.owner); // as the name, with something else as the password
  await refused(basic("owner@example.com", swapped));
  await refused(basic("owner@example.com", ` ${swapped}`));
  const [leak] = await sql`select count(*)::int as count from audit_log where details::text like ${`%${swapped.slice(0, 40)}%`}`;
  expect(leak?.count).toBe(0);

  await project.anonymous.get(path, { Authorization: `Basic ${btoa("no-colon")}` }).expect(400, OciErrors);
  await project.anonymous.get(`${path}?service=another`, basic(key)).expect(400, OciErrors);
  const form = (body: string) => project.anonymous.post(path, body, { "Content-Type": "application/x-www-form-urlencoded" });
  await form("grant_type=refresh_token&refresh_token=x").expect(400, OciErrors);
  await form(`grant_type=password&username=a&password=${"x".repeat(20_000)}`).expect(413, OciErrors);
});

test("what is asked and refused is in the workspace's audit log", async () => {
  const project = await testProject();
  await granted(project.viewer, [`repository:${project.repository("inbox")}:pull,push`]);
  const { body } = await project.admin.get("/api/audit").expect(200);
  expect(JSON.stringify(body)).toContain("registry.access_refused");
});

test("the registry believes the token, for exactly what it says", async () => {
  const project = await testProject();
  const { key } = await makeKey(project.member);
  const inbox = project.repository("inbox");
  const { gatewayUrl } = testStack();
  const askToken = async () => {
    const { body } = await project.anonymous.get(`${path}?scope=repository:${inbox}:pull,push`, basic(key)).expect(200, Token);
    return body.token;
  };
  const upload = (token: string, name: string) =>
    fetch(`${gatewayUrl}/v2/${name}/blobs/uploads/`, { method: "POST", headers: { Authorization: `Bearer ${token}` } });
  const token = await askToken();
  expect((await upload(token, inbox)).status).toBe(202);
  expect((await upload(token, project.repository("files"))).status).toBe(401);
  expect((await upload(token, `ws-${crypto.randomUUID()}/p-${project.projectId}/inbox`)).status).toBe(401);
});

test("a project without room is pushed nothing, and can still be read; its sign-ins are no refusal", async () => {
  const full = await testProject();
  await full.member.post("/api/files", { projectId: full.projectId, path: "one.txt", content: "one byte is enough" }).expect(201);
  const deps = openDeps(readConfig({ ...testStack().services.assets, PROJECT_LIMIT_BYTES: "10", LOG_LEVEL: "silent" }));
  try {
    const app = createApp(deps);
    const { key } = await makeKey(full.member);
    const ask = async (project: { repository(kind: string): string }) => {
      const url = `http://localhost${path}?scope=repository:${project.repository("inbox")}:pull,push`;
      const answer = await app.fetch(new Request(url, { headers: basic(key) }));
      return accessOf(Token.parse(await answer.json()).token);
    };
    expect(await ask(full)).toEqual([repository(full.repository("inbox"), "pull")]);
    const { body } = await full.member.post("/api/projects", { name: "Empty" }).expect(201, Project);
    const empty = { repository: (kind: string) => `ws-${full.id}/p-${body.id}/${kind}` };
    expect(await ask(empty)).toEqual([repository(empty.repository("inbox"), "pull", "push")]);
  } finally {
    await deps.close();
  }
}, 30_000);
