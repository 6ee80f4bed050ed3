import { type AnyEvent, eventPermission } from "@slate/schema/events";
import { can } from "@slate/service";
import type { EventStream } from "./event-stream.ts";

type Reader = Pick<EventStream, "workspaceId" | "userId" | "caller" | "rights" | "projectIds">;

/**
 * The one policy on who hears of what, live or replayed: own events reach the person (never their API keys), all others the
 * workspace's readers whose role and scopes include the event's permission.
 */
export function mayHear(reader: Reader, event: AnyEvent): boolean {
  const permission = eventPermission[event.type];
  if (event.workspaceId === null || permission === "own") return reader.caller.kind === "person" && event.userId === reader.userId;
  if (event.workspaceId !== reader.workspaceId || !can(reader.rights, permission)) return false;
  return reader.projectIds === null || event.projectId === null || reader.projectIds.has(event.projectId);
}
