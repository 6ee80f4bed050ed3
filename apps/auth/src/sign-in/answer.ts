import { SignIn, type Tokens } from "@slate/schema/api";
import { type AppContext, formatSessionCookie, problems, SESSION_COOKIE } from "@slate/service";
import type { Deps } from "../deps.ts";
import type { OpenedSession, SignedIn } from "./open-session.ts";

/** `__Host-` binds the cookie to this host, path / and TLS (browsers take http://localhost for as good). */
const COOKIE_ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax";

/** Hands a new session over: as a cookie, or as tokens in the body. */
export async function handOver(c: AppContext, deps: Deps, { opened, profile }: SignedIn): Promise<SignIn> {
  if (opened.grant === "cookie") setCookie(c, formatSessionCookie(opened.sessionId, opened.secret), deps.config.SESSION_ABSOLUTE_SECONDS);
  const tokens = opened.grant === "token" ? await tokensOf(deps, opened) : null;
  return SignIn.parse({ profile: { ...profile, session: { id: opened.sessionId } }, tokens });
}

/** The access token of a session, beside the refresh token that is due next. */
export const tokensOf = async (deps: Deps, opened: OpenedSession): Promise<Tokens> => ({
  accessToken: await deps.keyring.signAccessToken(opened),
  tokenType: "Bearer",
  expiresInSeconds: deps.config.ACCESS_TOKEN_SECONDS,
  refreshToken: opened.secret,
});

/** Takes the cookie back, with the attributes it was set with. */
export const clearCookie = (c: AppContext): void => setCookie(c, "", 0);

function setCookie(c: AppContext, value: string, maxAgeSeconds: number): void {
  c.header("Set-Cookie", `${SESSION_COOKIE}=${value}; Max-Age=${maxAgeSeconds}; ${COOKIE_ATTRIBUTES}`, { append: true });
}

/**
 * Refuses a sign-in that another site's page sends from a visitor's browser: it would leave them in the sender's account. Clients that are
 * no browser send no Origin.
 */
export function refuseForeignPage(c: AppContext): void {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  const isForeign = origin === undefined ? site === "cross-site" : origin !== new URL(c.var.kit.env.PUBLIC_URL).origin;
  if (isForeign) throw problems.crossSite();
}
