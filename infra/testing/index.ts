/** What tests of every service start from: a workspace of their own, with people in it, through the gateway of the test stack. */
import type { Role } from "../../packages/schema/src/api/index.ts";
import { NewInvitation, SignIn, Workspace } from "../../packages/schema/src/api/index.ts";
import { readStack, type StackState } from "../local/state.ts";
import { type Client, createClient } from "./client.ts";

export { type Answer, type Client, createClient, type Pending, type Shape } from "./client.ts";
export { closeSql, sqlAs, sqlAsOwner, sqlTo } from "./database.ts";
export { eventually } from "./eventually.ts";

/** A client signed in as somebody, by cookie, as the web app is. */
export type Person = Client & { userId: string; email: string; name: string };

export type TestWorkspace = {
  id: string;
  name: string;
  slug: string;
  /** Signed in to nothing. */
  anonymous: Client;
  /** Signed in, but a member of no workspace; names this one all the same. */
  outsider: Person;
} & Record<Role, Person>;

export const PASSWORD = "correct-horse-7-staple";

/** The test stack that `npm test` brought up. Throws a sentence for people when there is none. */
export const testStack = (): StackState => readStack();

/** A client of the gateway that carries no credential but is otherwise as the web app: its own origin, deliberate writes. */
export const anonymous = (): Client => {
  const { gatewayUrl, publicUrl } = testStack();
  return createClient(gatewayUrl, { Origin: publicUrl, "Slate-Client": "test" });
};

const random = () => crypto.randomUUID().slice(0, 13);

/** Registers somebody new, by invitation or on their own, and signs them in by cookie. */
export async function registerPerson(name = "Ada", invitation?: string): Promise<Person> {
  const client = anonymous();
  const email = `${name.toLowerCase()}-${random()}@example.com`;
  const { body, headers } = await client.post("/api/auth/register", { email, password: PASSWORD, name, invitation }).expect(201, SignIn);
  return signedIn(client, headers, { userId: body.profile.id, email, name });
}

/** Signs an existing person in once more: a second browser. */
export async function signInAgain(person: Pick<Person, "email" | "userId" | "name">): Promise<Person> {
  const client = anonymous();
  const { headers } = await client.post("/api/auth/login", { email: person.email, password: PASSWORD }).expect(200, SignIn);
  return signedIn(client, headers, person);
}

/** `name=value` of the session cookie that an answer sets. */
export function cookieOf(headers: Headers): string {
  const cookie = headers.getSetCookie().find((line) => line.startsWith("__Host-slate="));
  if (!cookie) throw new Error("The answer sets no session cookie");
  return cookie.split(";")[0] as string;
}

const signedIn = (client: Client, headers: Headers, who: Pick<Person, "userId" | "email" | "name">): Person => ({
  ...client.with({ Cookie: cookieOf(headers) }),
  userId: who.userId,
  email: who.email,
  name: who.name,
});

/** A fresh workspace with one person of every role, and one outside it. All of them name the workspace with every request. */
export async function testWorkspace(): Promise<TestWorkspace> {
  const [owner, outsider] = await Promise.all([registerPerson("Olive"), registerPerson("Oscar")]);
  const { body: workspace } = await owner.post("/api/workspaces", { name: `Test ${random()}` }).expect(201, Workspace);
  const named = <P extends Person>(person: P): P => ({ ...person, ...person.with({ "Slate-Workspace": workspace.id }) });
  const invited = async (role: Role, name: string) => {
    const { body } = await named(owner).post("/api/invitations", { role }).expect(201, NewInvitation);
    return named(await registerPerson(name, tokenOf(body.url)));
  };
  const [admin, member, viewer] = await Promise.all([invited("admin", "Ann"), invited("member", "Max"), invited("viewer", "Vera")]);
  const { id, name, slug } = workspace;
  return { id, name, slug, owner: named(owner), admin, member, viewer, outsider: named(outsider), anonymous: anonymous() };
}

/** The secret part of an invitation link. */
export function tokenOf(invitationUrl: string): string {
  const token = new URL(invitationUrl).pathname.split("/").at(-1);
  if (!token) throw new Error("The invitation link has no token");
  return token;
}
