import type { ServiceTokenRequest } from "@slate/schema/api";
import { addressGroup, chooseWorkspace, problems, secretMatches, sha256, transact } from "@slate/service";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import type { Visit } from "../visit.ts";

/** Compared with in place of the hash that an unknown service does not have, so that names cannot be told by time. */
const NOBODY = sha256("nobody");

/** The service that proves itself by its secret (RFC 7617: `Basic name:secret`). Throws `service.refused`; past a number of failures 429. */
export async function requireService(deps: Deps, visit: Visit, authorization: string | undefined): Promise<string> {
  const [, encoded = ""] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? "") ?? [];
  const [name = "", secret = ""] = Buffer.from(encoded, "base64").toString().split(":", 2);
  const { SERVICE_SECRETS: hashes } = deps.config;
  const hash = Object.hasOwn(hashes, name) ? hashes[name] : undefined;
  if (secretMatches(secret, hash ? Buffer.from(hash, "hex") : NOBODY) && hash) return name;
  await deps.serviceFailures.take(addressGroup(visit.address));
  await transact(deps, visit, async (tx) => tx.audit("service_token.refuse", null, { service: name.slice(0, 50).toWellFormed() }));
  throw errors.serviceRefused();
}

/**
 * A token by which `service` may ask `audience` in somebody's name, as long as their credential is good and they are a member of the workspace.
 * Throws `auth.required`, `workspace.not_found`, `service.unknown`.
 */
export async function mintServiceToken(deps: Deps, visit: Visit, service: string, request: ServiceTokenRequest): Promise<string> {
  const { audience, workspaceId, act } = request;
  if (!Object.hasOwn(deps.config.SERVICE_URLS, audience)) throw errors.serviceUnknown();
  try {
    const caller = await deps.authenticator.find({ ...act, workspaceId });
    if (!caller) throw problems.unauthenticated();
    chooseWorkspace(caller, workspaceId);
  } catch (refusal) {
    await transact(deps, visit, async (tx) => tx.audit("service_token.refuse", act.id, { service, audience, workspaceId, kind: act.kind }));
    throw refusal;
  }
  return deps.keyring.signServiceToken({ sub: service, aud: audience, workspace: workspaceId, act });
}
