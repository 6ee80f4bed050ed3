import type { AnyEvent } from "@slate/schema/events";
import { type Caller, can, type Kit } from "@slate/service";
import type { Config } from "../config.ts";
import type { EventStream } from "./event-stream.ts";
import type { Hub } from "./hub.ts";

/** Credentials asked about at once: enough to share a round trip, few enough not to hold up events. */
const BATCH = 200;

export type Access = ReturnType<typeof createAccess>;

/**
 * Keeps open streams to what their credentials may still do. Events about access act at once; a sweep over all credentials, well within
 * each second, does not need NATS at all.
 */
export function createAccess({ hub, config, kit }: { hub: Hub; config: Config; kit: Pick<Kit, "authenticator" | "log"> }) {
  let stopping = false;

  async function recheckCredential(credentialId: string): Promise<void> {
    const [first] = hub.byCredential.get(credentialId);
    if (!first) return;
    try {
      const found = await kit.authenticator.recheck(first.caller);
      for (const stream of [...hub.byCredential.get(credentialId)]) applyRights(stream, found);
    } catch (error) {
      // Neither Redis nor PostgreSQL can say. That may last a moment, not for ever.
      kit.log.debug({ err: String(error), credentialId }, "a credential could not be checked");
      const latest = performance.now() - config.UNVERIFIED_LIMIT_MS;
      for (const stream of [...hub.byCredential.get(credentialId)]) if (stream.verifiedAtMs < latest) stream.end("revoked");
    }
  }

  async function sweep(): Promise<void> {
    const credentials = [...hub.byCredential.keys()];
    for (let i = 0; i < credentials.length; i += BATCH) await Promise.all(credentials.slice(i, i + BATCH).map(recheckCredential));
  }

  const sweeping = (async () => {
    while (!stopping) {
      const startedAtMs = performance.now();
      await sweep();
      await Bun.sleep(Math.max(50, config.RECHECK_MS - (performance.now() - startedAtMs)));
    }
  })();

  const recheckUser = (userId: string) => {
    const credentials = new Set([...hub.byUser.get(userId)].map((stream) => stream.caller.credentialId));
    for (const credentialId of credentials) void recheckCredential(credentialId);
  };

  return {
    /** What an event takes away, before anybody hears of it. */
    beforeEvent(event: AnyEvent): void {
      switch (event.type) {
        case "member.removed": {
          const { userId } = event.data;
          hub.endAll(
            "revoked",
            [...hub.byWorkspace.get(event.workspaceId ?? "")].filter((stream) => stream.userId === userId),
          );
          break;
        }
        case "user.session_ended":
          for (const sessionId of event.data.sessionIds) hub.endAll("revoked", hub.byCredential.get(sessionId));
          break;
        case "member.updated":
        case "user.updated":
          recheckUser(event.data.userId);
          break;
        case "key.changed":
          void recheckCredential(event.data.keyId);
          break;
      }
    },
    /** What an event ends once everybody has heard of it. */
    afterEvent(event: AnyEvent): void {
      if (event.type === "workspace.deleted") hub.endAll("revoked", hub.byWorkspace.get(event.workspaceId ?? ""));
    },
    async stop() {
      stopping = true;
      await Promise.race([sweeping, Bun.sleep(config.RECHECK_MS)]);
    },
  };
}

function applyRights(stream: EventStream, found: Caller | null): void {
  const membership = found?.memberships.find(({ workspaceId }) => workspaceId === stream.workspaceId);
  const rights = membership && found && { role: membership.role, scopes: found.scopes };
  if (rights && can(rights, "event.read")) {
    stream.caller = found;
    stream.rights = rights;
    stream.verifiedAtMs = performance.now();
  } else stream.end("revoked");
}
