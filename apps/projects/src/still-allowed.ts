import { type Actor, can, problems } from "@slate/service";
import type { Deps } from "./deps.ts";

const EVERY_MS = 500;

/**
 * For what outlives its first check: throws `auth.required` once the actor has lost `permission`, so that an end or a removal is felt within
 * a second by what is under way too (security C7). Asks at most twice a second, however often it is called.
 */
export function createStillAllowed(deps: Deps, actor: Actor, permission: Parameters<typeof can>[1]) {
  let askedAtMs = performance.now();
  return async (): Promise<void> => {
    if (performance.now() - askedAtMs < EVERY_MS) return;
    askedAtMs = performance.now();
    const caller = await deps.authenticator.recheck(actor);
    const membership = caller?.memberships.find(({ workspaceId }) => workspaceId === actor.workspaceId);
    if (!caller || !membership || !can({ role: membership.role, scopes: caller.scopes }, permission)) throw problems.unauthenticated();
  };
}
