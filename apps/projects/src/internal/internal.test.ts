import { afterAll, beforeAll, expect, test } from "bun:test";
import { createRegistry, repositoryFor } from "@slate/oci";
import { type Author, Changeset, File, NewApiKey, ServiceToken } from "@slate/schema/api";
import { AppError, createServiceCaller, sha256, unseal } from "@slate/service";
import { generateKeyPair, importJWK, SignJWT } from "jose";
import { closeSql, type Person, sqlAsOwner } from "../../../../infra/testing/index.ts";
import {
  type Client,
  change,
  createClient,
  createFile,
  listFiles,
  readBytes,
  readText,
  type TestProject,
  testProject,
  testStack,
  treeOf,
} from "../testing/index.ts";

afterAll(closeSql);

const { ports, secrets, services, publicUrl, gatewayUrl } = testStack();
const urls = JSON.parse(services.assets?.SERVICE_URLS ?? "{}") as Record<string, string>;
const SERVICE_SECRET = secrets.services.assets ?? "";
const errors: object[] = [];
const log = { error: (about: object) => void errors.push(about) } as never;
const connect = (SERVICE_URLS = urls, secret = SERVICE_SECRET) =>
  createServiceCaller({ service: "assets", log }, { SERVICE_URLS, SERVICE_SECRET: secret });
const callService = connect();

const sessionIdOf = ({ headers }: Client) => /=([0-9a-f-]{36})\./.exec(headers.Cookie ?? "")?.[1] ?? "";
/** A person as another service knows them that has let them in. */
const asPerson = (person: Person, workspaceId: string) => {
  const sessionId = sessionIdOf(person);
  return { kind: "person" as const, credentialId: sessionId, sessionId, userId: person.userId, memberships: [], workspaceId };
};
async function asKey({ id, member }: TestProject, scopes: string[]) {
  const { body } = await member.post("/api/keys", { name: "build", scopes }).expect(201, NewApiKey);
  const actor = { kind: "key" as const, credentialId: body.id, sessionId: null, userId: member.userId, memberships: [], workspaceId: id };
  return { actor, key: body.key };
}
type About = Parameters<typeof callService>[0];

const createFor = (about: About, projectId: string, path: string, headers = {}, call = callService) => {
  const body = { projectId, message: "for somebody", changes: [{ op: "create", path, content: path }] };
  return call(about, { service: "projects", method: "POST", path: "/internal/changesets", body, headers, shape: Changeset });
};
const adopt = (about: About, projectId: string, files: object[], from = "assets") => {
  const body = { projectId, message: "uploaded", from, files };
  return callService(about, { service: "projects", method: "POST", path: "/internal/changesets/adopt", body, shape: Changeset });
};
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error("expected a refusal", { cause: error });
  return [error.definition.status, error.definition.code];
};

test("a service writes in the name of whom it asks for, by session, by key, and when nobody is there any more", async () => {
  const project = await testProject();
  const { id, member, projectId } = project;
  const { actor } = await asKey(project, ["file.write"]);
  const person: Author = { kind: "person", id: member.userId, name: member.name };
  const key: Author = { kind: "key", id: actor.credentialId, name: "build" };

  const made = await createFor(asPerson(member, id), projectId, "a.txt");
  expect([made.status, made.body.author]).toEqual([201, person]);
  expect((await createFor(actor, projectId, "b.txt")).body.author).toEqual(key);
  expect((await createFor({ workspaceId: id, author: key }, projectId, "c.txt")).body.author).toEqual(key);
  await member.post("/api/auth/logout").expect(204);
  expect((await createFor({ workspaceId: id, author: person }, projectId, "d.txt")).body.author).toEqual(person);
  expect(await refusal(createFor(asPerson(member, id), projectId, "e.txt"))).toEqual([401, "auth.required"]);
  expect(Object.keys(await treeOf(project.viewer, projectId))).toEqual(["a.txt", "b.txt", "c.txt", "d.txt"]);
});

test("the rights are those the actor has now: no viewer, no narrower key, nobody demoted or removed meanwhile", async () => {
  const project = await testProject();
  const { id, member, admin, viewer, owner, projectId } = project;
  expect(await refusal(createFor(asPerson(viewer, id), projectId, "a.txt"))).toEqual([403, "auth.forbidden"]);
  const { actor: reader } = await asKey(project, ["file.read"]);
  expect(await refusal(createFor(reader, projectId, "a.txt"))).toEqual([403, "auth.forbidden"]);

  const { actor: writer } = await asKey(project, ["file.write"]);
  const author: Author = { kind: "person", id: admin.userId, name: admin.name };
  const away = { workspaceId: id, author };
  for (const [i, about] of [asPerson(member, id), writer, away].entries()) await createFor(about, projectId, `${i}.txt`);
  await owner.patch(`/api/members/${member.userId}`, { role: "viewer" }).expect(200);
  await owner.delete(`/api/members/${admin.userId}`).expect(204);
  expect(await refusal(createFor(asPerson(member, id), projectId, "x.txt"))).toEqual([403, "auth.forbidden"]);
  expect(await refusal(createFor(writer, projectId, "x.txt"))).toEqual([403, "auth.forbidden"]);
  expect(await refusal(createFor(away, projectId, "x.txt"))).toEqual([401, "auth.required"]);
  expect(Object.keys(await treeOf(owner, projectId))).toEqual(["0.txt", "1.txt", "2.txt"]);
});

test("another workspace's project is not there, whoever asks", async () => {
  const [mine, theirs] = await Promise.all([testProject(), testProject()]);
  expect(await refusal(createFor(asPerson(mine.owner, mine.id), theirs.projectId, "a.txt"))).toEqual([404, "project.not_found"]);
  expect(await refusal(createFor(asPerson(mine.owner, theirs.id), theirs.projectId, "a.txt"))).toEqual([404, "workspace.not_found"]);
});

// The token itself

const direct = (token: string) => createClient(`http://127.0.0.1:${ports.projects}`, { Authorization: `Bearer ${token}` });
const write = (token: string, projectId: string) =>
  direct(token).post("/internal/changesets", { projectId, changes: [{ op: "create", path: `${crypto.randomUUID()}.txt` }] });
let project: TestProject;
let realKey: { kid: string; key: CryptoKey | Uint8Array };
beforeAll(async () => {
  project = await testProject();
  const [row] = await sqlAsOwner()`select * from signing_keys where active_from <= now() order by active_from desc limit 1`;
  realKey = { kid: row?.kid, key: await importJWK(JSON.parse(unseal(secrets.authSecret, row?.kid, row?.private_jwk_sealed)), "EdDSA") };
});
const now = () => Math.floor(Date.now() / 1000);
/** Signed with auth's own key: only what is changed is wrong. */
const genuine = (changes: Record<string, unknown> = {}, header: Record<string, unknown> = {}, key = realKey.key) => {
  const act = { kind: "session", id: sessionIdOf(project.member) };
  const times = { iat: now(), exp: now() + 300 };
  const claims = {
    iss: publicUrl,
    aud: "projects",
    sub: "assets",
    workspace: project.id,
    act,
    jti: crypto.randomUUID(),
    ...times,
    ...changes,
  };
  return new SignJWT(JSON.parse(JSON.stringify(claims)))
    .setProtectedHeader({ alg: "EdDSA", typ: "service+jwt", kid: realKey.kid, ...header } as never)
    .sign(key);
};
const accessToken = () => genuine({ aud: publicUrl, sub: project.member.userId, sid: sessionIdOf(project.member) }, { typ: "at+jwt" });

test("the tokens made here are good until something is changed in them", async () => {
  await write(await genuine(), project.projectId).expect(201);
});

const attacks: [name: string, forge: () => Promise<string>][] = [
  ["a key of the attacker's", async () => genuine({}, {}, (await generateKeyPair("EdDSA")).privateKey)],
  ["expired", () => genuine({ iat: now() - 400, exp: now() - 100 })],
  ["living longer than five minutes", () => genuine({ exp: now() + 600 })],
  ["for another service", () => genuine({ aud: "assets" })],
  ["for the public API", () => genuine({ aud: publicUrl })],
  ["another issuer", () => genuine({ iss: "https://example.com" })],
  ["an access token's type", () => genuine({}, { typ: "at+jwt" })],
  ["an access token", accessToken],
  ["an API key", async () => (await asKey(project, ["file.write"])).key],
  ...["sub", "aud", "act", "workspace", "jti", "exp"].map((name): [string, () => Promise<string>] => [
    `no ${name}`,
    () => genuine({ [name]: undefined }),
  ]),
  ["an actor of no known kind", () => genuine({ act: { kind: "admin", id: project.owner.userId } })],
  ["a session that never was", () => genuine({ act: { kind: "session", id: Bun.randomUUIDv7() } })],
  ["a member of nothing", () => genuine({ act: { kind: "member", id: project.outsider.userId } })],
];
test.each(attacks)("a route between services refuses what is no service's token: %s", async (_, forge) => {
  await write(await forge(), project.projectId).expectError(401, "auth.required");
});

test("a route between services takes no cookie, and the gateway has no way to it", async () => {
  const { member, projectId } = project;
  const changes = [{ op: "create", path: "x.txt" }];
  const browser = createClient(`http://127.0.0.1:${ports.projects}`, member.headers);
  await browser.post("/internal/changesets", { projectId, changes }).expectError(401, "auth.required");
  const outside = createClient(gatewayUrl, { Authorization: `Bearer ${await genuine()}` });
  expect((await outside.post("/internal/changesets", { projectId, changes })).status).toBe(404);
  const { paths } = (await direct("").get("/openapi.json", { Authorization: "" }).expect(200)).body as { paths: object };
  expect(Object.keys(paths).filter((path) => !path.startsWith("/api/"))).toEqual([]);
});

test("no public route takes a service's token", async () => {
  const token = await genuine();
  for (const [name, path] of [
    ["projects", `/api/projects/${project.projectId}`],
    ["auth", "/api/auth/profile"],
  ] as const)
    await createClient(`http://127.0.0.1:${ports[name]}`, { Authorization: `Bearer ${token}`, "Slate-Workspace": project.id })
      .get(path)
      .expectError(401, "auth.required");
});

test("a token in hand is worth nothing once what it was made for has ended", async () => {
  const workspace = await testProject();
  const { id, member, admin, owner, projectId } = workspace;
  const { actor } = await asKey(workspace, ["file.write"]);
  const proof = `Basic ${Buffer.from(`assets:${SERVICE_SECRET}`).toString("base64")}`;
  const mint = async (kind: string, actorId: string) => {
    const request = { audience: "projects", workspaceId: id, act: { kind, id: actorId } };
    const auth = createClient(`http://127.0.0.1:${ports.auth}`, { Authorization: proof });
    return (await auth.post("/internal/service-tokens", request).expect(201, ServiceToken)).body.token;
  };
  const tokens = [await mint("key", actor.credentialId), await mint("session", sessionIdOf(member)), await mint("member", admin.userId)];
  for (const token of tokens) for (let i = 0; i < 2; i++) await write(token, projectId).expect(201);
  await member.delete(`/api/keys/${actor.credentialId}`).expect(204);
  await member.post("/api/auth/logout").expect(204);
  await owner.delete(`/api/members/${admin.userId}`).expect(204);
  for (const token of tokens) await write(token, projectId).expectError(401, "auth.required");
});

// The client

test("what the other service refuses comes out as it was said", async () => {
  const { id, member, projectId } = project;
  const file = await createFile(member, projectId, "refused.txt", "1");
  const about = asPerson(member, id);
  const put = (version: number, content: string) =>
    callService(about, {
      service: "projects",
      method: "PUT",
      path: `/internal/files/${file.id}/content`,
      body: new TextEncoder().encode(content),
      headers: { "If-Match": `"${version}"` },
      shape: File,
    });
  const written = await put(1, "2");
  expect([written.body.version, written.headers.get("etag")]).toEqual([2, '"2"']);
  const stale = (await put(1, "3").catch((error) => error)) as AppError;
  expect([stale.definition.status, stale.definition.code, stale.details]).toEqual([412, "request.stale", { currentVersion: 2 }]);
  expect(await readText(member, file.id)).toBe("2");
});

test("a service that is away is unavailable, and a wrong secret is our fault and not the caller's", async () => {
  const about = asPerson(project.member, project.id);
  const away = connect({ ...urls, projects: "http://127.0.0.1:1" });
  expect(await refusal(createFor(about, project.projectId, "x.txt", {}, away))).toEqual([503, "server.unavailable"]);
  const stranger = connect(urls, "x".repeat(64));
  expect(await refusal(createFor(about, project.projectId, "x.txt", {}, stranger))).toEqual([500, "server.error"]);
  expect(errors).toHaveLength(1);
});

test("one token serves many calls, and a retried job writes once", async () => {
  const { id, member, projectId } = await testProject();
  let minted = 0;
  const auth = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request) => {
      minted++;
      return fetch(new Request(`${urls.auth}/internal/service-tokens`, request));
    },
  });
  try {
    const call = connect({ ...urls, auth: auth.url.origin });
    const job = { "Idempotency-Key": crypto.randomUUID() };
    const about = asPerson(member, id);
    const [first, ...others] = await Promise.all(
      Array.from({ length: 5 }, (_, i) => createFor(about, projectId, `${i}.txt`, i === 0 ? job : {}, call)),
    );
    const again = await createFor(about, projectId, "0.txt", job, call);
    expect([again.body.id, again.headers.get("idempotency-replayed")]).toEqual([first?.body.id ?? "", "true"]);
    expect([others.length, minted]).toEqual([4, 1]);
  } finally {
    await auth.stop(true);
  }
});

// Contents that the registry has already

const registry = createRegistry({
  url: services.projects?.REGISTRY_URL ?? "",
  token: {
    keyPem: await Bun.file(services.projects?.REGISTRY_TOKEN_KEY_FILE ?? "").text(),
    certPem: await Bun.file(services.projects?.REGISTRY_TOKEN_CERT_FILE ?? "").text(),
    issuer: services.projects?.REGISTRY_TOKEN_ISSUER ?? "",
    service: services.projects?.REGISTRY_SERVICE ?? "",
    subject: "test",
  },
});
const hex = (bytes: Uint8Array) => Buffer.from(sha256(bytes)).toString("hex");
async function push({ id, projectId }: TestProject, bytes: Uint8Array<ArrayBuffer>, kind: "assets" | "inbox" = "assets") {
  await registry.blobs.push(repositoryFor({ workspaceId: id, projectId, kind }), bytes);
  return { sha256: hex(bytes), size: bytes.byteLength };
}
const random = (size: number) =>
  new Uint8Array(
    Buffer.from(Array.from({ length: size / 1000 }, () => crypto.getRandomValues(new Uint8Array(1000))).flatMap((part) => [...part])),
  );
const encode = (text: string) => new Uint8Array(new TextEncoder().encode(text));

test("contents in the registry become files as they are, in one changeset: text, binary, and large text", async () => {
  const there = await testProject();
  const { id, member, viewer, projectId } = there;
  const about = asPerson(member, id);
  const existing = await createFile(member, projectId, "old.txt", "old");
  const contents: Record<string, Uint8Array<ArrayBuffer>> = {
    "a.cs": encode(`class ${crypto.randomUUID()} {}`),
    "b.png": random(20_000),
    "c.bin": random(700_000),
    "d.csv": encode(`${crypto.randomUUID()},1\n`.repeat(10_000)),
  };
  const files = await Promise.all(Object.entries(contents).map(async ([path, bytes]) => ({ path, ...(await push(there, bytes)) })));
  const fresh = encode("new");
  const { body } = await adopt(about, projectId, [...files, { fileId: existing.id, ifVersion: 1, ...(await push(there, fresh)) }]);
  expect(body).toMatchObject({ message: "uploaded", counts: { create: 4, edit: 1 }, author: { id: member.userId } });

  const found = new Map((await listFiles(viewer, projectId)).map((file) => [file.path, file]));
  for (const [path, bytes] of Object.entries({ ...contents, "old.txt": fresh })) {
    const file = found.get(path);
    expect(file).toMatchObject({ sha256: hex(bytes), size: bytes.byteLength, binary: /png|bin/.test(path) });
    expect(Buffer.compare((await readBytes(viewer, `/api/files/${file?.id}/content`)).bytes, bytes)).toBe(0);
  }
  const rows = await sqlAsOwner()`select text, manifest_digest from slate_contents where project_id = ${projectId} and size > 1000`;
  expect(rows).toHaveLength(3);
  for (const row of rows) {
    const held = await registry.pullManifest(repositoryFor({ workspaceId: id, projectId, kind: "files" }), row.manifest_digest);
    expect([row.text, held.manifest.layers.length]).toEqual([null, 3]);
  }
});

test("what is not in the project's own registry cannot be adopted, and then nothing is", async () => {
  const [mine, theirs] = await Promise.all([testProject(), testProject()]);
  const about = asPerson(mine.member, mine.id);
  const good = { path: "good.bin", ...(await push(mine, random(2000))) };
  const foreign = await push(theirs, random(2000));
  const inInbox = await push(mine, random(2000), "inbox");
  const bad = [foreign, inInbox, { ...foreign, sha256: hex(random(1000)) }, { ...good, size: good.size - 1 }, { ...good, size: 0 }];
  for (const { sha256, size } of bad)
    expect(await refusal(adopt(about, mine.projectId, [good, { path: "x.bin", sha256, size }]))).toEqual([422, "content.unknown"]);
  const huge = { path: "x.bin", sha256: good.sha256, size: 2 ** 40 };
  expect(await refusal(adopt(about, mine.projectId, [huge]))).toEqual([413, "file.too_large"]);
  expect(await listFiles(mine.member, mine.projectId)).toEqual([]);
  await adopt(about, mine.projectId, [{ ...good, path: "x.bin", ...inInbox }], "inbox");
  expect(Object.keys(await treeOf(mine.member, mine.projectId))).toEqual(["x.bin"]);
});

test("adopting keeps the rules of every write: taken paths, versions, locks, and content that is the same already", async () => {
  const there = await testProject();
  const { id, member, admin, projectId } = there;
  const about = asPerson(member, id);
  const [first, second] = [await push(there, random(2000)), await push(there, random(2000))];
  await change(member, projectId, [{ op: "create", path: "text.txt", content: "text" }]);
  await adopt(about, projectId, [{ path: "a.bin", ...first }]);
  const file = (await listFiles(member, projectId)).find(({ path }) => path === "a.bin");
  const edit = (content: object, more = {}) => adopt(about, projectId, [{ fileId: file?.id, ...content, ...more }]);
  expect(await refusal(adopt(about, projectId, [{ path: "A.BIN", ...second }]))).toEqual([409, "file.path_taken"]);
  expect(await refusal(edit(second, { ifVersion: 7 }))).toEqual([409, "changeset.conflict"]);
  expect(await refusal(edit(first))).toEqual([422, "changeset.empty"]);
  // Known to the project, though no blob has it.
  await edit({ sha256: hex(encode("text")), size: 4 });
  expect(await readText(member, file?.id ?? "")).toBe("text");
  await admin.post("/api/locks", { fileId: file?.id }).expect(201);
  expect(await refusal(edit(second))).toEqual([423, "file.locked"]);
});
