import { type AppContext, AppError, addressGroup, type Caller, looksLikeApiKey, problems, scopeOf, transact } from "@slate/service";
import type { Deps } from "../deps.ts";

const challenge = { headers: { "WWW-Authenticate": 'Basic realm="SLATE"' } };
const NAME_LIMIT = 100;

/** What a registry client proves itself with: the name is for people, the password is an API key. */
export type Login = { name: string; password: string };

/** Reads `Authorization: Basic`; null when there is none. Throws `request.invalid` for one that cannot be read. */
export function readBasic(authorization: string | undefined): Login | null {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(authorization ?? "")?.[1];
  if (!encoded) return null;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon === -1) throw problems.invalid("The Basic credentials have no password");
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Whoever has this login. Throws `auth.required` with a challenge that registry clients understand. */
export async function signIn(deps: Deps, c: AppContext, login: Login): Promise<Caller> {
  const asKey = new Headers({ authorization: `Bearer ${login.password}` });
  const caller = looksLikeApiKey(login.password) ? await deps.authenticator.authenticate(asKey).catch(unlessRefused) : undefined;
  if (caller) return caller;
  await auditRefusal(deps, c, null, "registry.sign_in_refused", { name: nameForAudit(login) });
  throw problems.unauthenticated("Sign in with an API key as the password", challenge);
}

/** A key where the name belongs is the commonest mistake of all, and must be nowhere in clear. */
const nameForAudit = ({ name }: Login): string =>
  looksLikeApiKey(name.trim()) ? "(an API key)" : name.replaceAll("\0", "").slice(0, NAME_LIMIT);

/** Who asks by the credentials that every other route takes. Throws `auth.required` for a bad one or none. */
export async function signedIn(deps: Deps, c: AppContext): Promise<Caller> {
  const sent = c.req.header("authorization") !== undefined;
  const caller = await deps.authenticator.authenticate(c.req.raw.headers).catch(unlessRefused);
  if (caller) return caller;
  if (sent) await auditRefusal(deps, c, null, "registry.sign_in_refused", {});
  throw problems.unauthenticated(undefined, challenge);
}

function unlessRefused(error: unknown): undefined {
  if (error instanceof AppError && error.definition === problems.unauthenticated.definition) return undefined;
  throw error;
}

/** Writes what was refused to the audit log; a flood from one address is cut off there, and only there. */
export async function auditRefusal(
  deps: Deps,
  c: AppContext,
  caller: Caller | null,
  action: string,
  details: Record<string, unknown>,
  workspaceId: string | null = null,
): Promise<void> {
  const withinLimit = await deps.auditedRefusals.take(addressGroup(c.get("address"))).then(
    () => true,
    () => false,
  );
  if (!withinLimit) return;
  await transact(deps, { ...scopeOf(c, caller ?? undefined), workspaceId }, async (tx) => tx.audit(action, null, details));
}
