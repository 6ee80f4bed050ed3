import type { ErrorBody, Import } from "@slate/schema/api";
import type { SlateClient } from "./index.ts";
import { type FolderFile, packFolder } from "./tar.ts";

type Options = {
  workspaceId: string;
  projectId: string;
  files: FolderFile[];
  message: string;
  /** Put it below this folder of the project; at the root when absent. */
  folder?: string;
  /** Told once, as soon as the import exists: follow or cancel it by this id. */
  onOpened?: (opened: Import) => void;
  signal?: AbortSignal;
};

/** Sends a whole folder as one import and resolves when its changeset exists. Throws what the client's `fetch` throws, or an Error with the API's words. */
export async function importFolder(client: SlateClient, options: Options): Promise<Import> {
  const { workspaceId, projectId, files, message, folder, signal } = options;
  const archive = packFolder(files);
  const header = { "Slate-Workspace": workspaceId };
  const opened = await client.POST("/api/imports", {
    params: { header: { ...header, "Idempotency-Key": crypto.randomUUID() } },
    body: { projectId, format: "tar", message, folder, stripComponents: 0, totalBytes: archive.size, totalFiles: files.length },
    signal,
  });
  if (!opened.data) throw failure(opened.error);
  options.onOpened?.(opened.data);
  const done = await client.PUT("/api/imports/{id}/content", {
    params: { path: { id: opened.data.id }, header },
    headers: { "Content-Type": "application/octet-stream" },
    body: archive as never, // the document says "binary string"; the wire takes any bytes
    bodySerializer: (body) => body,
    signal,
  });
  if (!done.data) throw failure(done.error);
  return done.data;
}

const failure = (body: ErrorBody) =>
  new Error(`${body.error.message} (${body.error.code}, request ${body.error.requestId})`, { cause: body });
