import type { RegistryUsage } from "@slate/schema/api";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { AuthorMark } from "@/components/author-mark.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { Section } from "@/components/page.tsx";
import { Bytes } from "@/components/quantity.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Time } from "@/components/time.tsx";
import { Badge, type Tone } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { cn } from "@/lib/cn.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { pushesQuery, usageQuery } from "./queries.ts";
import { text } from "./text.ts";

/** How much room a project takes in the registry, and what came into it from outside. */
export function StorageSection({ projectId }: { projectId: string }) {
  const workspace = useWorkspace();
  const usage = useQuery(usageQuery(workspace.id, projectId));
  return (
    <div className="mt-10">
      <Section title={text.title} description={text.intro}>
        <QueryView query={usage} loading={<LoadingRows label={text.loading} rows={3} />} failure={text.failed}>
          {(found) => <Usage usage={found} />}
        </QueryView>
      </Section>
      <Section title={text.inbox} description={text.inboxIntro}>
        <Pushes projectId={projectId} />
      </Section>
    </div>
  );
}

const parts = ["files", "artifacts", "previews", "uploads"] as const;
const fills = { files: "bg-accent", artifacts: "bg-info", previews: "bg-success", uploads: "bg-warning" };

function Usage({ usage }: { usage: RegistryUsage }) {
  const counts = {
    files: usage.files.blobs,
    artifacts: usage.artifacts.count,
    previews: usage.previews.count,
    uploads: usage.uploads.count,
  };
  const full = usage.limitBytes === 0 ? 0 : usage.usedBytes / usage.limitBytes;
  return (
    <div className="rounded-lg border bg-surface p-4">
      <p className={cn("font-medium text-sm", full > 0.9 && "text-danger")}>{text.used(usage.usedBytes, usage.limitBytes)}</p>
      <div
        role="img"
        aria-label={text.used(usage.usedBytes, usage.limitBytes)}
        className="mt-2 flex h-2 overflow-hidden rounded-full bg-pressed"
      >
        {parts.map((part) => (
          <span key={part} className={fills[part]} style={{ width: `${(usage[part].bytes / Math.max(1, usage.limitBytes)) * 100}%` }} />
        ))}
      </div>
      <dl className="mt-4 grid gap-x-6 gap-y-2 text-sm sm:grid-cols-2">
        {parts.map((part) => (
          <div key={part} className="flex items-center gap-2">
            <span aria-hidden className={cn("size-2.5 shrink-0 rounded-sm", fills[part])} />
            <dt className="min-w-0 flex-1 truncate">
              {text.parts[part]} <span className="text-muted text-xs">{text.partDetail[part](counts[part])}</span>
            </dt>
            <dd>
              <Bytes value={usage[part].bytes} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

const tones: Record<keyof typeof text.status, Tone> = { received: "info", adopted: "success", refused: "danger" };

function Pushes({ projectId }: { projectId: string }) {
  const workspace = useWorkspace();
  const pushes = useInfiniteQuery(pushesQuery(workspace.id, projectId));
  return (
    <QueryView query={pushes} loading={<LoadingRows label={text.loading} rows={2} />} failure={text.inboxFailed}>
      {(rows) =>
        rows.length === 0 ? (
          <p className="text-muted text-sm">{text.inboxNone}</p>
        ) : (
          <>
            <ol className="divide-y rounded-lg border bg-surface">
              {rows.map((push) => (
                <li key={push.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-sm">
                  {push.author ? <AuthorMark author={push.author} /> : null}
                  <span className="min-w-0 flex-1 basis-52">
                    <code className="block truncate font-mono text-xs" title={`${push.repository}:${push.reference}`}>
                      {push.reference}
                    </code>
                    <span className="block truncate text-muted text-xs">
                      <Time at={push.createdAt} /> · <Bytes value={push.size} />
                      {push.reason ? ` · ${push.reason}` : ""}
                    </span>
                  </span>
                  <Badge tone={tones[push.status]}>{text.status[push.status]}</Badge>
                  {push.changesetId ? (
                    <Button size="sm" variant="ghost" asChild>
                      <Link
                        to="/w/$workspace/p/$project/changes/$changeset"
                        params={{ workspace: workspace.slug, project: projectId, changeset: push.changesetId }}
                      >
                        {text.openChangeset}
                      </Link>
                    </Button>
                  ) : null}
                </li>
              ))}
            </ol>
            {pushes.hasNextPage ? (
              <Button className="mt-3" busy={pushes.isFetchingNextPage} onClick={() => pushes.fetchNextPage()}>
                {text.older}
              </Button>
            ) : null}
          </>
        )
      }
    </QueryView>
  );
}
