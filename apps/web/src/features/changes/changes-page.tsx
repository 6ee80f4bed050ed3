import type { Changeset, Project } from "@slate/schema/api";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { History } from "lucide-react";
import { AuthorMark } from "@/components/author-mark.tsx";
import type { Column } from "@/components/data-table/column.ts";
import { DataTable } from "@/components/data-table/data-table.tsx";
import { Empty } from "@/components/empty.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { Page } from "@/components/page.tsx";
import { Count } from "@/components/quantity.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Time } from "@/components/time.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { describeCounts } from "@/lib/describe-counts.ts";
import { usePaging } from "@/lib/infinite-list.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { changesetsQuery } from "./queries.ts";
import { text } from "./text.ts";

const totalOf = ({ counts }: Changeset) => Object.values(counts).reduce((sum, count) => sum + count, 0);

const columns: Column<Changeset>[] = [
  {
    id: "message",
    header: text.columns.message,
    pinned: true,
    width: "minmax(180px, 3fr)",
    value: nameOf,
    cell: (changeset) => <ChangesetLink changeset={changeset} />,
  },
  {
    id: "author",
    header: text.columns.author,
    width: "minmax(120px, 180px)",
    minTableWidthPx: 560,
    value: ({ author }) => author.name,
    cell: ({ author }) => (
      <span className="flex items-center gap-2">
        <AuthorMark author={author} />
        <span className="truncate">{author.name}</span>
      </span>
    ),
  },
  {
    id: "kind",
    header: text.columns.kind,
    width: "100px",
    minTableWidthPx: 680,
    value: ({ kind }) => text.kinds[kind],
    cell: ({ kind }) => <Badge tone={kind === "revert" ? "warning" : kind === "import" ? "info" : "neutral"}>{text.kinds[kind]}</Badge>,
  },
  {
    id: "files",
    header: text.columns.files,
    width: "80px",
    align: "end",
    minTableWidthPx: 420,
    value: totalOf,
    cell: (changeset) => (
      <span title={describeCounts(changeset.counts)}>
        <Count value={totalOf(changeset)} />
      </span>
    ),
  },
  {
    id: "at",
    header: text.columns.at,
    width: "130px",
    value: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
];

function nameOf({ message, kind }: Changeset): string {
  return message || text.untitled[kind];
}

function ChangesetLink({ changeset }: { changeset: Changeset }) {
  const { slug } = useWorkspace();
  return (
    <Link
      to="/w/$workspace/p/$project/changes/$changeset"
      params={{ workspace: slug, project: changeset.projectId, changeset: changeset.id }}
      className="truncate font-medium hover:underline"
    >
      {nameOf(changeset)}
    </Link>
  );
}

const idOf = (changeset: Changeset) => changeset.id;

export function ChangesPage({ project, onOpen }: { project: Project; onOpen: (changeset: Changeset) => void }) {
  const workspace = useWorkspace();
  const changesets = useInfiniteQuery(changesetsQuery(workspace.id, project.id));
  const paging = usePaging(changesets);
  return (
    <Page title={text.title} description={text.intro} layout="fill">
      <QueryView query={changesets} loading={<LoadingRows label={text.loading} />} failure={text.failed}>
        {(rows) => (
          <DataTable
            label={text.title}
            columns={columns}
            rows={rows}
            rowId={idOf}
            onOpen={onOpen}
            {...paging}
            csvName={`changes-${project.name}`}
            empty={
              <Empty
                icon={History}
                title={text.noneTitle}
                action={
                  <Button asChild>
                    <Link to="/w/$workspace/p/$project/files/$" params={{ workspace: workspace.slug, project: project.id, _splat: "" }}>
                      {text.openFiles}
                    </Link>
                  </Button>
                }
              >
                {text.noneText}
              </Empty>
            }
          />
        )}
      </QueryView>
    </Page>
  );
}
