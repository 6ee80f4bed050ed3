import type { Upload } from "@slate/schema/api";
import { create } from "zustand";
import { appendChunk, cancelUpload, completeUpload, createUpload, getUpload } from "./queries.ts";
import { sendFile } from "./send-file.ts";

/** A large file that this tab sends or has sent. */
export type UploadJob = {
  key: string;
  /** The server's id, once it has one. */
  id: string | null;
  workspaceId: string;
  projectId: string;
  path: string;
  totalBytes: number;
  /** What the server had when this tab began; the rest is what the rate is told from. */
  startBytes: number;
  sentBytes: number;
  startedAtMs: number;
  result: Upload | null;
  error: unknown;
};

type Plan = {
  workspaceId: string;
  projectId: string;
  path: string;
  message: string;
  file: File;
  /** The file at that path which it replaces. */
  ifVersion?: number;
};

/** Uploads of this tab. Their bytes end with it; what the server has stays for a day and can be gone on with. */
export const useUploadJobs = create<{ jobs: readonly UploadJob[] }>(() => ({ jobs: [] }));

const files = new Map<string, File>();
const aborts = new Map<string, AbortController>();

function change(key: string, change: Partial<UploadJob>) {
  useUploadJobs.setState(({ jobs }) => ({ jobs: jobs.map((job) => (job.key === key ? { ...job, ...change } : job)) }));
}

export const isUploading = (job: UploadJob) => job.result === null && job.error === null;

/** Begins an upload and sees it through. */
export async function startUpload({ workspaceId, projectId, path, message, file, ifVersion }: Plan): Promise<void> {
  const key = add({ workspaceId, projectId, path, file, upload: null });
  try {
    const upload = await createUpload(workspaceId, { projectId, path, size: file.size, message, ifVersion });
    change(key, { id: upload.id });
    await send(key, workspaceId, upload);
  } catch (error) {
    change(key, { error });
  }
}

/** Goes on with an upload that broke off, in this tab or in one that is gone; `file` is the same file, chosen again. */
export async function resumeUpload(workspaceId: string, upload: Upload, file: File): Promise<void> {
  useUploadJobs.setState(({ jobs }) => ({ jobs: jobs.filter(({ id }) => id !== upload.id) }));
  const key = add({ workspaceId, projectId: upload.projectId, path: upload.path, file, upload });
  await send(key, workspaceId, upload).catch((error) => change(key, { error }));
}

/** Tries again what failed, from where the server stands. */
export async function retryUpload(job: UploadJob): Promise<void> {
  const file = files.get(job.key);
  if (!file || !job.id) return;
  try {
    const upload = await getUpload(job.workspaceId, job.id);
    change(job.key, { error: null, startBytes: upload.receivedBytes, startedAtMs: Date.now() });
    await send(job.key, job.workspaceId, upload);
  } catch (error) {
    change(job.key, { error });
  }
}

type Added = { workspaceId: string; projectId: string; path: string; file: File; upload: Upload | null };

function add({ workspaceId, projectId, path, file, upload }: Added): string {
  const key = crypto.randomUUID();
  files.set(key, file);
  const startBytes = upload?.receivedBytes ?? 0;
  const job: UploadJob = {
    key,
    id: upload?.id ?? null,
    workspaceId,
    projectId,
    path,
    totalBytes: file.size,
    startBytes,
    sentBytes: startBytes,
    startedAtMs: Date.now(),
    result: null,
    error: null,
  };
  useUploadJobs.setState(({ jobs }) => ({ jobs: [...jobs, job] }));
  return key;
}

async function send(key: string, workspaceId: string, upload: Upload) {
  const file = files.get(key);
  if (!file) return;
  const abort = new AbortController();
  aborts.set(key, abort);
  try {
    const result = await sendFile({
      server: {
        get: (id) => getUpload(workspaceId, id),
        append: (id, offset, chunk, signal) => appendChunk(workspaceId, id, offset, chunk, signal),
        complete: (id, sha256) => completeUpload(workspaceId, id, sha256),
      },
      upload,
      file,
      onProgress: (sentBytes) => change(key, { sentBytes }),
      signal: abort.signal,
      pause: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
    });
    change(key, { result });
    files.delete(key);
  } finally {
    aborts.delete(key);
  }
}

/** Gives an upload up; nothing of it becomes visible. */
export async function cancel(job: UploadJob): Promise<void> {
  aborts.get(job.key)?.abort();
  if (job.id) await cancelUpload(job.workspaceId, job.id).catch(() => {});
}

export function dismiss(key: string) {
  files.delete(key);
  useUploadJobs.setState(({ jobs }) => ({ jobs: jobs.filter((job) => job.key !== key) }));
}

if (typeof window !== "undefined") {
  window.addEventListener("beforeunload", (event) => {
    if (useUploadJobs.getState().jobs.some(isUploading)) event.preventDefault();
  });
}
