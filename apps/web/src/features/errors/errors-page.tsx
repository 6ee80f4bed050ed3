import type { ErrorGroup, Project } from "@slate/schema/api";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Bug } from "lucide-react";
import type { Column } from "@/components/data-table/column.ts";
import { DataTable } from "@/components/data-table/data-table.tsx";
import { Empty } from "@/components/empty.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { Page } from "@/components/page.tsx";
import { Count } from "@/components/quantity.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Time } from "@/components/time.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Select } from "@/components/ui/select.tsx";
import { usePaging } from "@/lib/infinite-list.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { ErrorGroupSheet } from "./error-group-sheet.tsx";
import { errorGroupsQuery, type Severity } from "./queries.ts";
import { SeverityBadge } from "./severity-badge.tsx";
import { text } from "./text.ts";

const columns: Column<ErrorGroup>[] = [
  {
    id: "problem",
    header: text.columns.problem,
    pinned: true,
    width: "minmax(180px, 3fr)",
    value: ({ errorType, errorMessage }) => `${errorType}: ${errorMessage}`,
    cell: ({ errorType, errorMessage }) => (
      <>
        <span className="font-medium">{errorType}</span> <span className="text-muted">{errorMessage}</span>
      </>
    ),
  },
  {
    id: "severity",
    header: text.columns.severity,
    width: "110px",
    minTableWidthPx: 560,
    value: ({ severity }) => severity,
    cell: ({ severity }) => <SeverityBadge severity={severity} />,
  },
  {
    id: "count",
    header: text.columns.count,
    width: "80px",
    align: "end",
    value: ({ count }) => count,
    cell: ({ count }) => <Count value={count} />,
  },
  {
    id: "first",
    header: text.columns.first,
    width: "130px",
    minTableWidthPx: 720,
    value: ({ firstSeenAt }) => firstSeenAt,
    cell: ({ firstSeenAt }) => <Time at={firstSeenAt} />,
  },
  {
    id: "last",
    header: text.columns.last,
    width: "130px",
    minTableWidthPx: 420,
    value: ({ lastSeenAt }) => lastSeenAt,
    cell: ({ lastSeenAt }) => <Time at={lastSeenAt} />,
  },
];

const idOf = (group: ErrorGroup) => group.fingerprint;

const every = "all";
const severities = [
  { value: every, label: text.all },
  ...(["fatal", "error", "warning", "info"] as const).map((value) => ({ value, label: text.severities[value] })),
] as const satisfies { value: Severity | typeof every; label: string }[];

/** What the address says: which severity is listed, which problem is open. */
export type ErrorsState = { severity?: Severity; group?: string };

type ErrorsPageProps = { project: Project; state: ErrorsState; onStateChange: (state: ErrorsState) => void };

/** Problems of the running game. */
export function ErrorsPage({ project, state, onStateChange }: ErrorsPageProps) {
  const { severity, group } = state;
  const workspace = useWorkspace();
  const groups = useInfiniteQuery({ ...errorGroupsQuery(workspace.id, project.id, severity), placeholderData: (previous) => previous });
  const paging = usePaging(groups);
  return (
    <Page title={text.title} description={text.intro} layout="fill">
      <QueryView query={groups} loading={<LoadingRows label={text.loading} />} failure={text.failed}>
        {(rows) => (
          <DataTable
            label={text.title}
            columns={columns}
            rows={rows}
            rowId={idOf}
            onOpen={({ fingerprint }) => onStateChange({ severity, group: fingerprint })}
            {...paging}
            csvName={`errors-${project.name}`}
            filters={
              <Select
                aria-label={text.severity}
                value={severity ?? every}
                onValueChange={(value) => onStateChange({ severity: value === every ? undefined : value })}
                options={severities}
                className="w-40"
              />
            }
            empty={
              <Empty
                icon={Bug}
                title={text.noneTitle}
                action={
                  severity ? (
                    <Button onClick={() => onStateChange({})}>{text.showAll}</Button>
                  ) : (
                    <Button asChild>
                      <a href="/docs" target="_blank" rel="noreferrer">
                        {text.apiDocs}
                      </a>
                    </Button>
                  )
                }
              >
                {severity ? text.noneOfSeverity : text.noneText}
              </Empty>
            }
          />
        )}
      </QueryView>
      <ErrorGroupSheet projectId={project.id} fingerprint={group} onClose={() => onStateChange({ severity })} />
    </Page>
  );
}
