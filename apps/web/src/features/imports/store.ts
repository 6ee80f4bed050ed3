import type { Import } from "@slate/schema/api";
import type { FolderFile } from "@slate/sdk";
import { packFolder } from "@slate/sdk";
import { create } from "zustand";
import { cancelImport, createImport, uploadArchive } from "./queries.ts";
import type { SkippedFolder } from "./read-drop.ts";

/** An import this tab has begun. */
export type ImportJob = {
  /** The server's id, once it has one. */
  id: string | null;
  key: string;
  workspaceId: string;
  projectId: string;
  title: string;
  /** What was not sent. */
  skipped: readonly SkippedFolder[];
  totalFiles: number;
  totalBytes: number;
  sentBytes: number;
  startedAtMs: number;
  result: Import | null;
  error: unknown;
};

export type ImportPlan = {
  workspaceId: string;
  projectId: string;
  title: string;
  entries: FolderFile[];
  skipped: SkippedFolder[];
  /** Where to put the files; "" is the root. */
  folder: string;
  /** The one entry is an archive that Unity exported, to be taken apart by the server. */
  unityPackage: boolean;
  /** Leave out the folder that everything stands in. */
  withoutTopFolder: boolean;
  message: string;
};

/** Uploads end with their tab, so they live here and not on the server's list. */
export const useImportJobs = create<{ jobs: readonly ImportJob[] }>(() => ({ jobs: [] }));

const aborts = new Map<string, AbortController>();

function change(key: string, change: Partial<ImportJob>) {
  useImportJobs.setState(({ jobs }) => ({ jobs: jobs.map((job) => (job.key === key ? { ...job, ...change } : job)) }));
}

export const isRunning = (job: ImportJob) => job.result === null && job.error === null;

/** Begins an import and sees it through. */
export async function startImport(plan: ImportPlan): Promise<void> {
  const key = crypto.randomUUID();
  const [first] = plan.entries;
  const archive = plan.unityPackage && first ? first.content : packFolder(plan.entries);
  const totalFiles = plan.entries.length;
  const { workspaceId, projectId, title, message } = plan;
  const abort = new AbortController();
  aborts.set(key, abort);
  const job: ImportJob = {
    id: null,
    key,
    workspaceId,
    projectId,
    title,
    skipped: plan.skipped,
    totalFiles,
    totalBytes: archive.size,
    sentBytes: 0,
    startedAtMs: Date.now(),
    result: null,
    error: null,
  };
  useImportJobs.setState(({ jobs }) => ({ jobs: [...jobs, job] }));
  try {
    const { id } = await createImport(workspaceId, {
      projectId,
      format: plan.unityPackage ? "unitypackage" : "tar",
      folder: plan.folder || undefined,
      stripComponents: plan.withoutTopFolder ? 1 : 0,
      message,
      totalBytes: archive.size,
      totalFiles: plan.unityPackage ? undefined : totalFiles,
    });
    change(key, { id });
    abort.signal.throwIfAborted();
    change(key, {
      result: await uploadArchive({
        workspaceId,
        id,
        archive,
        signal: abort.signal,
        onProgress: (sentBytes) => change(key, { sentBytes }),
      }),
    });
  } catch (error) {
    change(key, { error });
  } finally {
    aborts.delete(key);
  }
}

/** Stops an import; nothing of it becomes visible. */
export async function cancel(job: ImportJob): Promise<void> {
  if (job.id) await cancelImport(job.workspaceId, job.id).catch(() => {});
  aborts.get(job.key)?.abort();
}

export const dismiss = (key: string) => useImportJobs.setState(({ jobs }) => ({ jobs: jobs.filter((job) => job.key !== key) }));

if (typeof window !== "undefined") {
  window.addEventListener("beforeunload", (event) => {
    if (useImportJobs.getState().jobs.some(isRunning)) event.preventDefault();
  });
}
