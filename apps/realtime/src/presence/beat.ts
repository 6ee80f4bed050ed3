import type { BeatPresence } from "@slate/schema/api";
import type { Actor } from "@slate/service";
import type { Deps } from "../deps.ts";

/** Puts the actor's tab on the board of every replica, or takes it off. */
export function beatPresence({ board, share }: Pick<Deps, "board" | "share">, actor: Actor, input: BeatPresence): void {
  const { workspaceId, userId } = actor;
  const { clientId, projectId, fileId, leave } = input;
  if (leave) {
    board.leave(workspaceId, userId, clientId);
    share.say({ do: "leave", workspaceId, userId, clientId });
    return;
  }
  const at = new Date().toISOString();
  const person = { clientId, userId, name: actor.name, avatar: actor.avatar ?? null, projectId, fileId, at };
  board.beat(workspaceId, person, true);
  share.say({ do: "beat", workspaceId, person });
}
