import { SignIn } from "@slate/schema/api";
import {
  type Client,
  createClient,
  PASSWORD,
  type Person,
  registerPerson,
  signInAgain,
  sqlAsOwner,
  testStack,
} from "../../../../infra/testing/index.ts";

/** Somebody with an account, signed in as a client is: access and refresh token. */
export type TokenHolder = { bearer: Client; accessToken: string; refreshToken: string; userId: string; sessionId: string; email: string };

/** A client that sends neither Origin nor cookie, as programs do. */
export const program = (headers: Record<string, string> = {}): Client => createClient(testStack().gatewayUrl, headers);

/** Asks the service itself, as if the gateway had seen this client address. */
export const fromAddress = (address: string): Client =>
  createClient(`http://127.0.0.1:${testStack().ports.auth}`, { "X-Forwarded-For": address });

export async function signInByToken(person: Pick<Person, "email">): Promise<TokenHolder> {
  const { body } = await program().post("/api/auth/login", { email: person.email, password: PASSWORD, grant: "token" }).expect(200, SignIn);
  const { accessToken = "", refreshToken = "" } = body.tokens ?? {};
  const bearer = program({ Authorization: `Bearer ${accessToken}` });
  return { bearer, accessToken, refreshToken, userId: body.profile.id, sessionId: body.profile.session?.id ?? "", email: person.email };
}

export const registerByToken = async (): Promise<TokenHolder> => signInByToken(await registerPerson());

/** A person with the installation role admin. */
export async function registerAdmin(): Promise<Person> {
  const person = await registerPerson("Root");
  await sqlAsOwner()`update users set roles = '{admin}' where id = ${person.userId}`;
  return signInAgain(person);
}
