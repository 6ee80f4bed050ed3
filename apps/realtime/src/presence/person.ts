import { Presence } from "@slate/schema/api";
import { z } from "zod";

/** One tab on the presence board, as browsers see it. */
export const Person = Presence.shape.people.element;
export type Person = z.infer<typeof Person>;

/** What replicas say to each other on `presence.<workspaceId>`, and on `presence.sync` when one of them has just come. */
export const PresenceMessage = z.discriminatedUnion("do", [
  z.object({ do: z.literal("beat"), workspaceId: z.uuid(), person: Person }),
  z.object({ do: z.literal("leave"), workspaceId: z.uuid(), userId: z.uuid(), clientId: z.string() }),
  z.object({ do: z.literal("sync") }),
]);
export type PresenceMessage = z.infer<typeof PresenceMessage>;
