import { z } from "zod";
import { Id, Time, text } from "./common.ts";

/** Who is looking at what, right now. Sent as `event: presence`, without an id: it is never replayed. */
export const Presence = z
  .object({
    workspaceId: Id,
    people: z.array(
      z.object({
        clientId: z.string(),
        userId: Id,
        name: z.string(),
        avatar: z.string().nullable(),
        projectId: Id.nullable(),
        fileId: Id.nullable(),
        at: Time,
      }),
    ),
  })
  .meta({ id: "Presence" });
export type Presence = z.infer<typeof Presence>;

/** `clientId` is one browser tab; `leave` takes it off the list at once (else it fades after 45 s without a beat). */
export const BeatPresence = z
  .strictObject({
    clientId: text(64, 8),
    projectId: Id.nullable().default(null),
    fileId: Id.nullable().default(null),
    leave: z.boolean().default(false),
  })
  .meta({ id: "BeatPresence" });
export type BeatPresence = z.infer<typeof BeatPresence>;
