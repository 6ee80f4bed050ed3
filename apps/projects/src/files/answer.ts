import type { File } from "@slate/schema/api";
import { type AppContext, etag } from "@slate/service";
import type { Written } from "./write.ts";

/** The written file; `Slate-Changeset` names the changeset, absent when nothing changed. */
export function answerWritten(c: AppContext, { file, changesetId }: Written): File {
  c.header("ETag", etag(file.version));
  if (changesetId) c.header("Slate-Changeset", changesetId);
  return file;
}

/** A body as it arrives; an empty one is content too. */
export const bodyOf = (c: AppContext): ReadableStream<Uint8Array> => c.req.raw.body ?? new Blob([]).stream();
