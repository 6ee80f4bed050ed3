import type { Upload } from "@slate/schema/api";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useRef } from "react";
import { LongWork, type LongWorkState } from "@/components/long-work.tsx";
import { Button } from "@/components/ui/button.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { nameOf } from "@/features/files/paths.ts";
import { keys } from "@/lib/query-keys.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { cancelUpload, openUploadsQuery } from "./queries.ts";
import { cancel, dismiss, isUploading, resumeUpload, retryUpload, type UploadJob, useUploadJobs } from "./store.ts";
import { text } from "./text.ts";

/** Large files on their way: those of this tab, and in their project those that a closed tab left behind. */
export function UploadsTray({ projectId }: { projectId: string | undefined }) {
  const workspace = useWorkspace();
  const mayWrite = useCan("asset.write");
  const jobs = useUploadJobs((state) => state.jobs).filter((job) => job.workspaceId === workspace.id);
  const { data: open = [] } = useQuery({
    ...openUploadsQuery(workspace.id, projectId ?? ""),
    enabled: projectId !== undefined && mayWrite,
  });
  const leftBehind = open.filter(({ id }) => !jobs.some((job) => job.id === id));
  if (jobs.length === 0 && leftBehind.length === 0) return null;
  return (
    <section aria-label={text.tray} className="space-y-2">
      {leftBehind.map((upload) => (
        <Interrupted key={upload.id} upload={upload} />
      ))}
      {jobs.map((job) => (
        <JobCard key={job.key} job={job} />
      ))}
    </section>
  );
}

function Interrupted({ upload }: { upload: Upload }) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const name = nameOf(upload.path);
  const refresh = () => queryClient.invalidateQueries({ queryKey: keys.uploads(workspace.id, upload.projectId) });

  function take(file: File | undefined) {
    if (!file) return;
    if (file.size !== upload.size) {
      toast.error(text.anotherFile, { description: text.anotherFileText(name, upload.size) });
      return;
    }
    void resumeUpload(workspace.id, upload, file).finally(refresh);
  }

  return (
    <div className="rounded-lg shadow-3">
      <LongWork
        title={text.interrupted(name)}
        state="cancelled"
        progress={upload.receivedBytes / upload.size}
        detail={text.interruptedDetail(upload.receivedBytes, upload.size)}
        note={text.interruptedNote}
        action={
          <>
            <Button size="sm" onClick={() => picker.current?.click()}>
              {text.choose}
            </Button>
            <IconButton
              icon={X}
              label={text.giveUp}
              size="icon-sm"
              onClick={() =>
                void cancelUpload(workspace.id, upload.id).then(refresh, (error: Error) =>
                  toast.error(text.giveUp, { description: error.message }),
                )
              }
            />
          </>
        }
      />
      <input
        ref={picker}
        type="file"
        hidden
        aria-label={text.choose}
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
    </div>
  );
}

function JobCard({ job }: { job: UploadJob }) {
  const { slug } = useWorkspace();
  const state = stateOf(job);
  const elapsedMs = Math.max(1, Date.now() - job.startedAtMs);
  const bytesPerSecond = ((job.sentBytes - job.startBytes) / elapsedMs) * 1000;
  const sent = job.totalBytes === 0 ? 1 : job.sentBytes / job.totalBytes;
  const changesetId = job.result?.changesetId;
  return (
    <div className="rounded-lg shadow-3">
      <LongWork
        title={text.title[state](nameOf(job.path))}
        state={state}
        progress={job.id === null ? null : sent}
        detail={state === "running" ? (sent < 1 ? text.sending(job.sentBytes, job.totalBytes) : text.completing) : endOf(job)}
        rate={sent < 1 && bytesPerSecond > 0 ? text.rate(bytesPerSecond) : undefined}
        timeLeftMs={sent < 1 && bytesPerSecond > 0 ? ((job.totalBytes - job.sentBytes) / bytesPerSecond) * 1000 : undefined}
        onCancel={() => void cancel(job)}
        action={
          <>
            {state === "failed" && job.id ? (
              <Button size="sm" onClick={() => void retryUpload(job)}>
                {text.tryAgain}
              </Button>
            ) : null}
            {changesetId ? (
              <Button size="sm" asChild>
                <Link
                  to="/w/$workspace/p/$project/changes/$changeset"
                  params={{ workspace: slug, project: job.projectId, changeset: changesetId }}
                  onClick={() => dismiss(job.key)}
                >
                  {text.show}
                </Link>
              </Button>
            ) : null}
            <IconButton icon={X} label={text.dismiss} size="icon-sm" onClick={() => dismiss(job.key)} />
          </>
        }
      />
    </div>
  );
}

const isCancelled = ({ error }: UploadJob) => error instanceof DOMException && error.name === "AbortError";

function stateOf(job: UploadJob): LongWorkState {
  if (isUploading(job)) return "running";
  if (job.result) return "done";
  return isCancelled(job) ? "cancelled" : "failed";
}

function endOf(job: UploadJob): string {
  if (job.result) return text.done(job.totalBytes);
  if (isCancelled(job)) return text.cancelled;
  return job.error instanceof Error ? job.error.message : String(job.error);
}
