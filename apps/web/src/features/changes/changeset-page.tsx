import type { Changeset } from "@slate/schema/api";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Download, Undo2 } from "lucide-react";
import { useState } from "react";
import { AuthorMark } from "@/components/author-mark.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { Page } from "@/components/page.tsx";
import { Id } from "@/components/quantity.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Time } from "@/components/time.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { describeCounts } from "@/lib/describe-counts.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { ChangedFile } from "./changed-file.tsx";
import { changesetDiffQuery, changesetQuery, exportUrl } from "./queries.ts";
import { RevertDialog } from "./revert-dialog.tsx";
import { text } from "./text.ts";

type ChangesetPageProps = { changesetId: string; onReverted: (changeset: Changeset) => void };

/** One changeset: who, when, why, and what it did to each file. */
export function ChangesetPage({ changesetId, onReverted }: ChangesetPageProps) {
  const workspace = useWorkspace();
  const found = useQuery(changesetQuery(workspace.id, changesetId));
  return (
    <QueryView query={found} loading={<LoadingRows label={text.loading} />} failure={text.changesetFailed}>
      {(changeset) => <Shown changeset={changeset} onReverted={onReverted} />}
    </QueryView>
  );
}

function Shown({ changeset, onReverted }: { changeset: Changeset; onReverted: ChangesetPageProps["onReverted"] }) {
  const workspace = useWorkspace();
  const mayWrite = useCan("file.write");
  const [reverting, setReverting] = useState(false);
  const diffs = useInfiniteQuery(changesetDiffQuery(workspace.id, changeset.id));
  const title = changeset.message || text.untitled[changeset.kind];

  return (
    <Page
      title={title}
      description={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="flex items-center gap-2">
            <AuthorMark author={changeset.author} />
            {changeset.author.name}
          </span>
          <Time at={changeset.createdAt} />
          <Badge>{text.kinds[changeset.kind]}</Badge>
          <span>{describeCounts(changeset.counts)}</span>
          <Id value={changeset.id} />
          {changeset.reverts ? (
            <Link
              to="/w/$workspace/p/$project/changes/$changeset"
              params={{ workspace: workspace.slug, project: changeset.projectId, changeset: changeset.reverts }}
              className="text-accent-text hover:underline"
            >
              {text.reverts}
            </Link>
          ) : null}
        </span>
      }
      action={
        <>
          <Button asChild>
            <a href={exportUrl(workspace.id, changeset.id)} download>
              <Download aria-hidden />
              {text.export}
            </a>
          </Button>
          {mayWrite ? (
            <Button variant="primary" onClick={() => setReverting(true)}>
              <Undo2 aria-hidden />
              {text.revert}
            </Button>
          ) : null}
        </>
      }
    >
      <QueryView query={diffs} loading={<LoadingRows label={text.loading} />} failure={text.diffFailed}>
        {(files) => (
          <div className="space-y-4">
            {files.map((file) => (
              <ChangedFile key={file.fileId} projectId={changeset.projectId} file={file} />
            ))}
            {diffs.hasNextPage ? (
              <Button busy={diffs.isFetchingNextPage} onClick={() => diffs.fetchNextPage()}>
                {text.more}
              </Button>
            ) : null}
          </div>
        )}
      </QueryView>
      <RevertDialog changeset={changeset} open={reverting} onOpenChange={setReverting} onReverted={onReverted} />
    </Page>
  );
}
