import { z } from "zod";
import { Author, Count, Id, PageQuery, Sha256, Time, text } from "./common.ts";
import { FilePath } from "./paths.ts";

const UploadStatus = z.enum(["open", "completing", "done", "failed", "cancelled", "expired"]);

export const CreateUpload = z
  .strictObject({
    projectId: Id,
    path: FilePath,
    size: Count.min(1).meta({ description: "Bytes of the whole file" }),
    sha256: Sha256.optional().meta({ description: "Of the whole file; may come later, with /complete" }),
    ifVersion: z
      .number()
      .int()
      .min(1)
      .optional()
      .meta({ description: "Replace the file, which must be at this version; without it the file must be new" }),
    message: text(2000).default(""),
  })
  .meta({ id: "CreateUpload" });
export type CreateUpload = z.infer<typeof CreateUpload>;
export const Upload = z
  .object({
    id: Id,
    projectId: Id,
    path: z.string(),
    size: Count,
    receivedBytes: Count.meta({ description: "Where the next chunk starts" }),
    chunkBytes: Count.meta({ description: "Largest chunk that is taken" }),
    status: UploadStatus,
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    sha256: Sha256.nullable(),
    changesetId: Id.nullable(),
    fileId: Id.nullable(),
    expiresAt: Time,
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "Upload", description: "A large file on its way in; visible only when complete" });
export type Upload = z.infer<typeof Upload>;
export const ListUploads = PageQuery.extend({ projectId: Id, status: UploadStatus.optional() });
export type ListUploads = z.infer<typeof ListUploads>;
export const CompleteUpload = z.strictObject({ sha256: Sha256 }).meta({ id: "CompleteUpload" });
export type CompleteUpload = z.infer<typeof CompleteUpload>;

export const RegistryUsage = z
  .object({
    projectId: Id,
    files: z.object({ blobs: Count, bytes: Count }).meta({ description: "Contents of file versions" }),
    artifacts: z
      .object({ count: Count, bytes: Count })
      .meta({ description: "Published asset versions; their contents count once, under files" }),
    previews: z.object({ count: Count, bytes: Count }),
    uploads: z.object({ count: Count, bytes: Count }).meta({ description: "Under way" }),
    limitBytes: Count,
    usedBytes: Count,
  })
  .meta({ id: "RegistryUsage" });
export type RegistryUsage = z.infer<typeof RegistryUsage>;

export const RegistryRun = z
  .object({
    id: Id,
    kind: z.enum(["collect", "scrub", "retain"]),
    dryRun: z.boolean(),
    status: z.enum(["waiting", "running", "done", "failed"]),
    phase: z.string(),
    progress: z.object({ done: Count, total: Count }).partial(),
    report: z.record(z.string(), z.unknown()).nullable(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "RegistryRun", description: "A garbage collection, a scrub or a clean-up of what retention ends" });
export type RegistryRun = z.infer<typeof RegistryRun>;
export const StartRegistryRun = z
  .strictObject({ kind: z.enum(["collect", "scrub", "retain"]), dryRun: z.boolean().default(true) })
  .meta({ id: "StartRegistryRun" });
export type StartRegistryRun = z.infer<typeof StartRegistryRun>;

export const RegistryPush = z
  .object({
    id: Id,
    projectId: Id,
    repository: z.string(),
    reference: z.string(),
    digest: z.string(),
    author: Author.nullable(),
    size: Count,
    status: z.enum(["received", "adopted", "refused"]),
    reason: z.string().nullable(),
    changesetId: Id.nullable(),
    createdAt: Time,
  })
  .meta({ id: "RegistryPush", description: "What an outside client pushed to a project's inbox" });
export type RegistryPush = z.infer<typeof RegistryPush>;
