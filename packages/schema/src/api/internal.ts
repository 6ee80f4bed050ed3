import { z } from "zod";
import { Count, Id, Sha256, text } from "./common.ts";
import { FilePath } from "./paths.ts";

// What services ask each other, on routes that nginx closes.

/** In whose name: a sign-in session, an API key, or a member (then `id` is the person's), who need not be there any more. */
const Acting = z.strictObject({ kind: z.enum(["session", "key", "member"]), id: Id });

export const ServiceTokenRequest = z.strictObject({
  audience: z.string().regex(/^[a-z]+$/),
  workspaceId: Id,
  act: Acting,
});
export type ServiceTokenRequest = z.infer<typeof ServiceTokenRequest>;

export const ServiceToken = z.object({ token: z.string() });
export type ServiceToken = z.infer<typeof ServiceToken>;

/** Files whose contents the project has in the registry already: created, or with `fileId` changed. */
export const AdoptContents = z.strictObject({
  projectId: Id,
  message: text(2000).default(""),
  from: z.enum(["assets", "inbox", "uploads"]).meta({ description: "Which of the project's repositories has the contents" }),
  files: z
    .array(
      z.union([
        z.strictObject({ path: FilePath, sha256: Sha256, size: Count }),
        z.strictObject({ fileId: Id, ifVersion: z.number().int().min(1).optional(), sha256: Sha256, size: Count }),
      ]),
    )
    .min(1)
    .max(1000),
});
export type AdoptContents = z.infer<typeof AdoptContents>;
