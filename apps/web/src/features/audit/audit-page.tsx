import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useState } from "react";
import type { Column } from "@/components/data-table/column.ts";
import { DataTable } from "@/components/data-table/data-table.tsx";
import { Empty } from "@/components/empty.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { Page } from "@/components/page.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Time } from "@/components/time.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Select } from "@/components/ui/select.tsx";
import { usePaging } from "@/lib/infinite-list.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { AuditEntrySheet } from "./audit-entry-sheet.tsx";
import { describeDetails } from "./describe-details.ts";
import { auditQuery, type Entry } from "./queries.ts";
import { type AuditKind, auditKinds, text } from "./text.ts";

const columns: Column<Entry>[] = [
  {
    id: "action",
    header: text.columns.action,
    pinned: true,
    width: "minmax(160px, 220px)",
    value: ({ action }) => text.action(action),
    cell: ({ action }) => <span className="font-medium">{text.action(action)}</span>,
  },
  {
    id: "about",
    header: text.columns.about,
    width: "minmax(140px, 2fr)",
    minTableWidthPx: 560,
    value: ({ details }) => describeDetails(details),
    cell: ({ details }) => <span className="text-muted">{describeDetails(details)}</span>,
  },
  {
    id: "actor",
    header: text.columns.actor,
    width: "minmax(100px, 180px)",
    minTableWidthPx: 420,
    value: ({ actor }) => actor.name ?? text.nobody,
    cell: ({ actor }) => actor.name ?? text.nobody,
  },
  {
    id: "address",
    header: text.columns.address,
    width: "140px",
    minTableWidthPx: 820,
    value: ({ address }) => address,
    cell: ({ address }) => <span className="text-muted tabular">{address}</span>,
  },
  {
    id: "at",
    header: text.columns.at,
    width: "130px",
    value: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
];

const idOf = (entry: Entry) => entry.id;

const everything = "all";
const kinds = [
  { value: everything, label: text.all },
  ...auditKinds.map((value) => ({ value, label: text.kinds[value] })),
] as const satisfies { value: AuditKind | typeof everything; label: string }[];

type AuditPageProps = { kind: AuditKind | undefined; onKindChange: (kind: AuditKind | undefined) => void };

/** Who did what in the workspace. */
export function AuditPage({ kind, onKindChange }: AuditPageProps) {
  const workspace = useWorkspace();
  const entries = useInfiniteQuery({ ...auditQuery(workspace.id, kind), placeholderData: (previous) => previous });
  const paging = usePaging(entries);
  const [opened, setOpened] = useState<Entry | null>(null);
  return (
    <Page title={text.title} description={text.intro} layout="fill">
      <QueryView query={entries} loading={<LoadingRows label={text.loading} />} failure={text.failed}>
        {(rows) => (
          <DataTable
            label={text.title}
            columns={columns}
            rows={rows}
            rowId={idOf}
            onOpen={setOpened}
            {...paging}
            csvName={`audit-${workspace.slug}`}
            filters={
              <Select
                aria-label={text.kind}
                value={kind ?? everything}
                onValueChange={(value) => onKindChange(value === everything ? undefined : value)}
                options={kinds}
                className="w-40"
              />
            }
            empty={
              <Empty
                icon={ScrollText}
                title={text.noneTitle}
                action={<Button onClick={() => onKindChange(undefined)}>{text.showAll}</Button>}
              >
                {text.noneText}
              </Empty>
            }
          />
        )}
      </QueryView>
      <AuditEntrySheet entry={opened} onClose={() => setOpened(null)} />
    </Page>
  );
}
