import { type Access, parseRepository, signToken, TOKEN_LIFETIME_LIMIT_SECONDS } from "@slate/oci";
import { slateProjects, slateRegistryGrants } from "@slate/schema/db";
import { type AppContext, type Caller, can, readPrimary, scopeOf, transact } from "@slate/service";
import { and, inArray, isNull, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { askedActions, type Grant, grant, type MayDo, type TakesPushes } from "./grant.ts";
import { auditRefusal } from "./sign-in.ts";
import { usedBytesOf } from "./usage.ts";

/** As distribution's token specification wants it; `token` and `access_token` are the same. */
export type RegistryToken = { token: string; access_token: string; expires_in: number; issued_at: string };

/**
 * A token for what of `asked` the caller may do. Foreign, deleted and unknown projects are one thing here: nothing is granted, and the registry
 * then says "insufficient scope" of each alike.
 */
export async function giveToken(deps: Deps, c: AppContext, caller: Caller, asked: readonly Access[]): Promise<RegistryToken> {
  const [{ mayDo, hasRoom }, fence] = await Promise.all([rightsOf(deps, c, caller, asked), deps.registryFence()]);
  const given = grant(asked, mayDo, (place) => fence === null && hasRoom(place));
  await Promise.all([rememberPushers(deps, c, caller, given), refuse(deps, c, caller, given)]);

  const nowMs = Date.now();
  const token = await signToken(deps.registrySigner, {
    issuer: deps.config.REGISTRY_TOKEN_ISSUER,
    service: deps.config.REGISTRY_SERVICE,
    subject: `${caller.author.kind}:${caller.author.id}`, // comes back as the actor of a push
    access: given.granted,
    lifetimeSeconds: TOKEN_LIFETIME_LIMIT_SECONDS,
    nowMs,
  });
  return { token, access_token: token, expires_in: TOKEN_LIFETIME_LIMIT_SECONDS, issued_at: new Date(nowMs).toISOString() };
}

/** Looks up the projects that are asked for, in those workspaces that the caller is a member of. */
async function rightsOf(
  deps: Deps,
  c: AppContext,
  caller: Caller,
  asked: readonly Access[],
): Promise<{ mayDo: MayDo; hasRoom: TakesPushes }> {
  const places = [...askedActions(asked).keys()].map(parseRepository).filter((place) => place !== null);
  const byWorkspace = Map.groupBy(places, ({ workspaceId }) => workspaceId);
  const live = new Map<string, { usedBytes: number }>();
  for (const { workspaceId } of caller.memberships) {
    const ids = byWorkspace.get(workspaceId)?.map(({ projectId }) => projectId);
    if (!ids) continue;
    const rows = await readPrimary(deps, { ...scopeOf(c, caller), workspaceId }, (q) =>
      q
        .select({ id: slateProjects.id, usedBytes: usedBytesOf(sql`slate_projects.id`) })
        .from(slateProjects)
        .where(and(inArray(slateProjects.id, ids), isNull(slateProjects.deletedAt))),
    );
    for (const { id, usedBytes } of rows) live.set(`${workspaceId}/${id}`, { usedBytes });
  }
  return {
    mayDo({ workspaceId, projectId }, permission) {
      const membership = caller.memberships.find((one) => one.workspaceId === workspaceId);
      if (!membership || !live.has(`${workspaceId}/${projectId}`)) return false;
      return can({ role: membership.role, scopes: caller.scopes }, permission);
    },
    // What is pushed is measured when it is adopted; where nothing fits any more, nothing need come over the wire.
    hasRoom({ workspaceId, projectId }) {
      const project = live.get(`${workspaceId}/${projectId}`);
      return project !== undefined && project.usedBytes < deps.config.PROJECT_LIMIT_BYTES;
    },
  };
}

/** A push whose notification is lost is found by the sweep, which then must know who it can have been. */
async function rememberPushers(deps: Deps, c: AppContext, caller: Caller, { granted }: Grant): Promise<void> {
  for (const { name, actions } of granted) {
    const place = parseRepository(name);
    if (!place || !actions.includes("push")) continue;
    const { workspaceId, projectId } = place;
    await transact(deps, { ...scopeOf(c, caller), workspaceId }, async (tx) => {
      await tx
        .insert(slateRegistryGrants)
        .values({ workspaceId, projectId, authorId: caller.author.id, author: caller.author, userId: caller.userId })
        .onConflictDoUpdate({
          target: [slateRegistryGrants.projectId, slateRegistryGrants.authorId],
          set: { author: caller.author, grantedAt: sql`now()` },
        });
    });
  }
}

async function refuse(deps: Deps, c: AppContext, caller: Caller, { refused }: Grant): Promise<void> {
  if (refused.length === 0) return;
  const named = parseRepository(refused[0] as string)?.workspaceId;
  const own = caller.memberships.find(({ workspaceId }) => workspaceId === named)?.workspaceId ?? null;
  await auditRefusal(deps, c, caller, "registry.access_refused", { repositories: refused.map((name) => name.slice(0, 300)) }, own);
}
