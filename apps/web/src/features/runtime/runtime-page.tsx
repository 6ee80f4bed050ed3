import type { Project, RuntimeSession } from "@slate/schema/api";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Gamepad2 } from "lucide-react";
import type { Column } from "@/components/data-table/column.ts";
import { DataTable } from "@/components/data-table/data-table.tsx";
import { Empty } from "@/components/empty.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { Page } from "@/components/page.tsx";
import { Count, Id } from "@/components/quantity.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Time } from "@/components/time.tsx";
import { Badge, type Tone } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { formatDuration } from "@/lib/format.ts";
import { usePaging } from "@/lib/infinite-list.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { runtimeSessionsQuery } from "./queries.ts";
import { RuntimeSheet } from "./runtime-sheet.tsx";
import { text } from "./text.ts";

const tones: Record<RuntimeSession["status"], Tone> = { running: "success", ended: "neutral", crashed: "danger" };

const lengthMs = ({ startedAt, endedAt }: RuntimeSession) => (endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : null);

const columns: Column<RuntimeSession>[] = [
  {
    id: "started",
    header: text.columns.started,
    pinned: true,
    width: "minmax(130px, 1fr)",
    value: ({ startedAt }) => startedAt,
    cell: ({ startedAt }) => <Time at={startedAt} className="font-medium" />,
  },
  {
    id: "status",
    header: text.columns.status,
    width: "110px",
    value: ({ status }) => status,
    cell: ({ status }) => <Badge tone={tones[status]}>{text.statuses[status]}</Badge>,
  },
  {
    id: "duration",
    header: text.columns.duration,
    width: "120px",
    align: "end",
    minTableWidthPx: 480,
    value: lengthMs,
    cell: (session) => <span className="tabular">{session.endedAt ? formatDuration(lengthMs(session) ?? 0) : ""}</span>,
  },
  {
    id: "lines",
    header: text.columns.lines,
    width: "110px",
    align: "end",
    minTableWidthPx: 400,
    value: ({ logCount }) => logCount,
    cell: ({ logCount }) => <Count value={logCount} />,
  },
  { id: "id", header: text.columns.id, width: "130px", minTableWidthPx: 620, value: ({ id }) => id, cell: ({ id }) => <Id value={id} /> },
];

const idOf = (session: RuntimeSession) => session.id;

type RuntimePageProps = {
  project: Project;
  /** The run that is open beside the list. */
  openId: string | undefined;
  onOpen: (id: string | undefined) => void;
};

/** Runs of the project's game. */
export function RuntimePage({ project, openId, onOpen }: RuntimePageProps) {
  const workspace = useWorkspace();
  const sessions = useInfiniteQuery(runtimeSessionsQuery(workspace.id, project.id));
  const paging = usePaging(sessions);
  return (
    <Page title={text.title} description={text.intro} layout="fill">
      <QueryView query={sessions} loading={<LoadingRows label={text.loading} />} failure={text.failed}>
        {(rows) => (
          <DataTable
            label={text.title}
            columns={columns}
            rows={rows}
            rowId={idOf}
            onOpen={({ id }) => onOpen(id)}
            {...paging}
            csvName={`runs-${project.name}`}
            empty={
              <Empty
                icon={Gamepad2}
                title={text.noneTitle}
                action={
                  <Button asChild>
                    <a href="/docs" target="_blank" rel="noreferrer">
                      {text.apiDocs}
                    </a>
                  </Button>
                }
              >
                {text.noneText}
              </Empty>
            }
          />
        )}
      </QueryView>
      <RuntimeSheet projectId={project.id} id={openId} onClose={() => onOpen(undefined)} />
    </Page>
  );
}
