import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { NewApiKey, PERMISSIONS, type Permission, ROLES, type Role, roleAllows } from "@slate/schema/api";
import {
  closeSql,
  type Person,
  registerPerson,
  sqlAsOwner,
  type TestWorkspace,
  testStack,
  testWorkspace,
} from "../../../infra/testing/index.ts";
import { registerAdmin } from "./testing/people.ts";

afterAll(closeSql);

type Operation = {
  operationId: string;
  summary: string;
  security: object[];
  "x-access": string;
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, { content?: Record<string, { schema: { $ref?: string } }> }>;
};
type Route = { name: string; method: string; path: string; operation: Operation; access: string };

// Asked for while the tests are collected, since they are made of it.
const document = (await (await fetch(`${testStack().gatewayUrl}/openapi.json`)).json()) as {
  paths: Record<string, Record<string, Operation>>;
};
const routes: Route[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => ["get", "post", "put", "patch", "delete"].includes(method))
    .map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      operation,
      access: operation["x-access"],
    })),
);
const isPermission = (access: string): access is Permission => access in PERMISSIONS;
const takesJson = ({ operation }: Route) => operation.requestBody !== undefined && "application/json" in operation.requestBody.content;

type Outcome = { status: number; code: string | undefined; message: string | undefined };

/** Sends a request that is addressed well and otherwise means nothing, so whoever passes the guard changes nothing. */
async function knock(route: Route, headers: Record<string, string>, workspaceId: string): Promise<Outcome> {
  const path = route.path.replace("{workspaceId}", workspaceId).replaceAll(/\{[^}]+\}/g, Bun.randomUUIDv7());
  const stop = new AbortController();
  const sent: Record<string, string> = {
    Origin: testStack().publicUrl,
    "Slate-Client": "test",
    "Slate-Workspace": workspaceId,
    ...headers,
  };
  if (takesJson(route)) sent["Content-Type"] = "application/json";
  const body = takesJson(route) ? "[]" : undefined;
  const answer = await fetch(testStack().gatewayUrl + path, { method: route.method, headers: sent, body, signal: stop.signal });
  const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
  const error = isJson ? ((await answer.json()) as { error?: { code: string; message: string } }).error : undefined;
  stop.abort(); // streams would go on for ever
  return { status: answer.status, code: error?.code, message: error?.message };
}

const needs = (access: string) => `This needs the permission ${access}`;

let workspace: TestWorkspace;
let keyOf: (scopes: Permission[]) => Promise<Record<string, string>>;
beforeAll(async () => {
  workspace = await testWorkspace();
  keyOf = async (scopes) => {
    const { body } = await workspace.owner.post("/api/keys", { name: "k", scopes }).expect(201, NewApiKey);
    return { Authorization: `Bearer ${body.key}` };
  };
});
const cookieOf = (person: Person) => ({ Cookie: person.headers.Cookie ?? "" });

describe("every route of every service", () => {
  test("is documented: access, security, a name, a summary, errors in the one shape", () => {
    expect(routes.length).toBeGreaterThan(40);
    const names = routes.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, access, operation } of routes) {
      expect([name, isPermission(access) || ["public", "any-caller", "person", "recent-person", "admin"].includes(access)]).toEqual([
        name,
        true,
      ]);
      expect([name, operation.security.length === 0]).toEqual([name, access === "public"]);
      expect([name, Boolean(operation.summary)]).toEqual([name, true]);
      for (const [status, { content }] of Object.entries(operation.responses)) {
        const schema = content?.["application/json"]?.schema.$ref;
        if (Number(status) >= 400 && schema !== "#/components/schemas/Health")
          expect([name, status, schema]).toEqual([name, status, "#/components/schemas/Error"]);
      }
    }
  });
});

const closed = routes.filter(({ access }) => access !== "public").map((route): [string, Route] => [route.name, route]);
test.each(closed)("%s is closed to who is not signed in", async (_, route) => {
  expect(await knock(route, {}, workspace.id)).toMatchObject({ status: 401, code: "auth.required" });
});

const open = routes.filter(({ access }) => access === "public").map((route): [string, Route] => [route.name, route]);
test.each(open)("%s is open to everybody", async (_, route) => {
  const { code } = await knock(route, {}, workspace.id);
  expect(code).not.toBe("auth.required");
  expect(code).not.toBe("auth.forbidden");
});

const inWorkspace = routes.filter(({ access }) => isPermission(access)).map((route): [string, Route] => [route.name, route]);
test.each(inWorkspace)(
  "%s answers each role as its permission says, and strangers as if the workspace were not there",
  async (_, route) => {
    const permission = route.access as Permission;
    for (const role of ROLES) {
      const { code, message } = await knock(route, cookieOf(workspace[role]), workspace.id);
      const refused = code === "auth.forbidden" && message === needs(permission);
      expect([role, refused]).toEqual([role, !roleAllows(role satisfies Role, permission)]);
      expect([role, code]).not.toEqual([role, "auth.required"]);
    }
    const stranger = await knock(route, cookieOf(workspace.outsider), workspace.id);
    expect(stranger).toMatchObject({ status: 404, code: "workspace.not_found" });
  },
);

test.each(inWorkspace)("%s takes an API key that has the scope, and no other", async (_, route) => {
  const permission = route.access as Permission;
  const others = (Object.keys(PERMISSIONS) as Permission[]).filter((scope) => scope !== permission);
  const [having, lacking] = await Promise.all([keyOf([permission]), keyOf(others)]);
  expect((await knock(route, having, workspace.id)).message).not.toBe(needs(permission));
  expect(await knock(route, lacking, workspace.id)).toMatchObject({ status: 403, code: "auth.forbidden", message: needs(permission) });
});

const personal = routes
  .filter(({ access }) => ["person", "recent-person", "admin"].includes(access))
  .map((route): [string, Route] => [route.name, route]);
test.each(personal)("%s takes people only, and administrators only where it says so", async (_, route) => {
  const key = await keyOf(Object.keys(PERMISSIONS) as Permission[]);
  expect(await knock(route, key, workspace.id)).toMatchObject({ status: 403, code: "auth.forbidden" });
  // A person of their own: some of these routes end the session.
  const person = await registerPerson();
  const { code } = await knock(route, cookieOf(person), workspace.id);
  if (route.access === "admin") {
    expect(code).toBe("auth.forbidden");
    const asAdmin = await knock(route, cookieOf(await registerAdmin()), workspace.id);
    expect(asAdmin.code).not.toBe("auth.forbidden");
  } else {
    expect(code).not.toBe("auth.forbidden");
  }
});

const recent = routes.filter(({ access }) => access === "recent-person").map((route): [string, Route] => [route.name, route]);
if (recent.length > 0)
  test.each(recent)("%s asks to sign in again after five minutes", async (_, route) => {
    const person = await registerPerson();
    await sqlAsOwner()`update sessions set authenticated_at = now() - interval '6 minutes' where user_id = ${person.userId}`;
    expect((await knock(route, cookieOf(person), workspace.id)).code).toBe("auth.recent_sign_in_required");
  });
