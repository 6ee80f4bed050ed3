import { z } from "zod";
import { Author, Changeset, Id, type Permission, Role, Time } from "../api/index.ts";

/** Files named in a changeset's own event; a larger changeset says so and readers page the list. */
export const EVENT_FILE_LIMIT = 50;

const changedFile = z.object({ fileId: Id, path: z.string(), operation: z.string(), version: z.number().int() });

const changedAsset = z.object({
  assetId: Id,
  guid: z.string(),
  path: z.string(),
  type: z.string(),
  change: z.enum(["created", "updated", "deleted"]),
});

/**
 * The catalogue of domain events: type → payload. Subjects in stream SLATE are `slate.<workspaceId>.<type>`;
 * events about one person, outside any workspace, are `slate.user-<userId>.<type>`.
 */
export const events = {
  "workspace.updated": z.object({ name: z.string(), slug: z.string() }),
  "workspace.deleted": z.object({}),
  "member.added": z.object({ userId: Id, role: Role }),
  "member.updated": z.object({ userId: Id, role: Role }),
  "member.removed": z.object({ userId: Id }),
  "invitation.changed": z.object({ invitationId: Id }),
  "key.changed": z.object({ keyId: Id }),
  "user.updated": z.object({ userId: Id }),
  "user.settings_changed": z.object({ userId: Id, version: z.number().int() }),
  "user.session_ended": z.object({ userId: Id, sessionIds: z.array(Id) }),
  "project.created": z.object({ name: z.string() }),
  "project.updated": z.object({ name: z.string(), version: z.number().int() }),
  "project.deleted": z.object({}),
  "project.restored": z.object({}),
  "changeset.created": z.object({
    changesetId: Id,
    kind: z.string(),
    message: z.string(),
    counts: Changeset.shape.counts,
    files: z.array(changedFile).max(EVENT_FILE_LIMIT).nullable(),
  }),
  "import.changed": z.object({ importId: Id, status: z.string() }),
  "lock.taken": z.object({ fileId: Id, path: z.string(), owner: Author }),
  "lock.released": z.object({ fileId: Id, path: z.string() }),
  "runtime.opened": z.object({ runtimeSessionId: Id }),
  "runtime.closed": z.object({ runtimeSessionId: Id, status: z.string() }),
  "error.reported": z.object({ errorId: Id, fingerprint: z.string(), severity: z.string() }),
  /** The assets follow the files: sent once for each changeset that touched one. */
  "asset.changed": z.object({
    changesetId: Id.nullable(),
    counts: z.object({ created: z.number().int(), updated: z.number().int(), deleted: z.number().int() }),
    assets: z.array(changedAsset).max(EVENT_FILE_LIMIT).nullable(),
  }),
  "asset.labelled": z.object({ assetIds: z.array(Id).max(EVENT_FILE_LIMIT).nullable() }),
  "asset.published": z.object({ assetIds: z.array(Id).max(EVENT_FILE_LIMIT).nullable(), count: z.number().int() }),
  "asset.previewed": z.object({ assetIds: z.array(Id).max(EVENT_FILE_LIMIT).nullable(), count: z.number().int() }),
  "collection.changed": z.object({ collectionId: Id }),
  "upload.changed": z.object({ uploadId: Id, status: z.string() }),
  "registry.pushed": z.object({ pushId: Id, status: z.string(), reference: z.string() }),
} as const;

export type EventType = keyof typeof events;

/**
 * What somebody must be allowed in the workspace to hear of an event there. "own": only the person it is about, wherever it was
 * published. Events outside any workspace are always "own".
 */
export const eventPermission = {
  "workspace.updated": "workspace.read",
  "workspace.deleted": "workspace.read",
  "member.added": "member.read",
  "member.updated": "member.read",
  "member.removed": "member.read",
  "invitation.changed": "member.manage",
  "key.changed": "key.manage",
  "user.updated": "member.read",
  "user.settings_changed": "own",
  "user.session_ended": "own",
  "project.created": "project.read",
  "project.updated": "project.read",
  "project.deleted": "project.read",
  "project.restored": "project.read",
  "changeset.created": "file.read",
  "import.changed": "file.read",
  "lock.taken": "file.read",
  "lock.released": "file.read",
  "runtime.opened": "runtime.read",
  "runtime.closed": "runtime.read",
  "error.reported": "error.read",
  "asset.changed": "asset.read",
  "asset.labelled": "asset.read",
  "asset.published": "asset.read",
  "asset.previewed": "asset.read",
  "collection.changed": "asset.read",
  "upload.changed": "asset.read",
  "registry.pushed": "asset.read",
} as const satisfies Record<EventType, Permission | "own">;
export type EventData<T extends EventType> = z.infer<(typeof events)[T]>;

/** What every event carries around its payload. `id` is the outbox row's id and the message's `Nats-Msg-Id`. */
export const Envelope = z.object({
  schemaVersion: z.literal(1),
  id: Id,
  type: z.enum(Object.keys(events) as [EventType, ...EventType[]]),
  workspaceId: Id.nullable(),
  projectId: Id.nullable(),
  userId: Id.nullable(),
  actor: Author.nullable(),
  at: Time,
  data: z.unknown(),
});

export type EventOf<T extends EventType> = Omit<z.infer<typeof Envelope>, "type" | "data"> & { type: T; data: EventData<T> };
export type AnyEvent = { [T in EventType]: EventOf<T> }[EventType];

/** Reads one message body. Throws ZodError when it is not an event of the catalogue. */
export function parseEvent(body: string): AnyEvent {
  const envelope = Envelope.parse(JSON.parse(body));
  return { ...envelope, data: events[envelope.type].parse(envelope.data) } as AnyEvent;
}

/** The subject an event is published on. */
export const subjectOf = (event: { type: EventType; workspaceId: string | null; userId: string | null }): string =>
  `slate.${event.workspaceId ?? `user-${event.userId}`}.${event.type}`;
