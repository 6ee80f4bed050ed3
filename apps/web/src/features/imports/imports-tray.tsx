import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { LongWork, type LongWorkState } from "@/components/long-work.tsx";
import { Button } from "@/components/ui/button.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { ApiError } from "@/lib/api-error.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { describeLeftOut } from "./left-out.ts";
import { importQuery } from "./queries.ts";
import { cancel, dismiss, type ImportJob, isRunning, useImportJobs } from "./store.ts";
import { text } from "./text.ts";

/** Imports of this tab, running and ended. */
export function ImportsTray() {
  const workspace = useWorkspace();
  const jobs = useImportJobs((state) => state.jobs).filter((job) => job.workspaceId === workspace.id);
  if (jobs.length === 0) return null;
  return (
    <section aria-label={text.tray} className="space-y-2">
      {jobs.map((job) => (
        <JobCard key={job.key} job={job} />
      ))}
    </section>
  );
}

function JobCard({ job }: { job: ImportJob }) {
  const { slug } = useWorkspace();
  const running = isRunning(job);
  const { data: seen } = useQuery({ ...importQuery(job.workspaceId, job.id ?? ""), enabled: running && job.id !== null });
  const elapsedMs = Math.max(1, Date.now() - job.startedAtMs);
  const sent = job.totalBytes === 0 ? 1 : job.sentBytes / job.totalBytes;
  const bytesPerSecond = (job.sentBytes / elapsedMs) * 1000;
  const changesetId = job.result?.changesetId;

  return (
    <div className="rounded-lg shadow-3">
      <LongWork
        title={text.jobTitle[stateOf(job)](job.title)}
        state={stateOf(job)}
        progress={job.id === null ? null : sent}
        detail={
          running
            ? sent < 1
              ? text.sending(job.sentBytes, job.totalBytes)
              : text.readSoFar(seen?.files.read ?? 0, job.totalFiles)
            : endOf(job)
        }
        note={job.result ? describeLeftOut(job.skipped, job.result.ignored) : null}
        rate={sent < 1 && job.sentBytes > 0 ? text.rate(bytesPerSecond) : undefined}
        timeLeftMs={sent > 0.02 && sent < 1 ? (elapsedMs * (1 - sent)) / sent : undefined}
        onCancel={() => void cancel(job)}
        action={
          <>
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

const isCancelled = ({ error }: ImportJob) =>
  (error instanceof DOMException && error.name === "AbortError") || (error instanceof ApiError && error.code === "import.cancelled");

function stateOf(job: ImportJob): LongWorkState {
  if (isRunning(job)) return "running";
  if (job.result) return "done";
  return isCancelled(job) ? "cancelled" : "failed";
}

function endOf(job: ImportJob): string {
  if (job.result) return job.result.changesetId ? text.done(job.result.files) : text.nothingNew;
  if (isCancelled(job)) return text.cancelled;
  return job.error instanceof Error ? job.error.message : String(job.error);
}
