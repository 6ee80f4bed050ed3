import type { AssetDetail, Reference } from "@slate/schema/api";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link as LinkIcon } from "lucide-react";
import { lazy, Suspense } from "react";
import type { Column } from "@/components/data-table/column.ts";
import { DataTable } from "@/components/data-table/data-table.tsx";
import { Empty } from "@/components/empty.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { AssetIcon } from "@/features/assets/asset-icon.tsx";
import { nameOf } from "@/features/files/paths.ts";
import { usePaging } from "@/lib/infinite-list.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { AssetLink } from "./asset-link.tsx";
import type { AssetState } from "./asset-page.tsx";
import { dependencyTotalQuery, referencesQuery, usesQuery } from "./queries.ts";
import { text } from "./text.ts";

const Graph = lazy(async () => ({ default: (await import("./graph.tsx")).Graph }));

type ReferencesTabProps = { asset: AssetDetail; show: AssetState["show"]; onShowChange: (show: AssetState["show"]) => void };

/** Who names the asset, what it names itself, and both drawn. */
export function ReferencesTab({ asset, show, onShowChange }: ReferencesTabProps) {
  return (
    <div className="flex h-full min-h-0 flex-col gap-3 px-4 py-4 sm:px-6">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <fieldset aria-label={text.show} className="flex gap-1">
          {([undefined, "needs", "graph"] as const).map((way) => (
            <Button
              key={way ?? "uses"}
              variant="ghost"
              aria-pressed={show === way}
              onClick={() => onShowChange(way)}
              className="aria-pressed:bg-selected aria-pressed:text-ink"
            >
              {way === undefined ? text.usedBy : way === "needs" ? text.dependsOn : text.graph}
            </Button>
          ))}
        </fieldset>
        {show === "needs" ? <Needs assetId={asset.id} /> : null}
      </div>
      {show === "graph" ? (
        <Suspense fallback={<LoadingRows label={text.graphLoading} />}>
          <Graph asset={asset} />
        </Suspense>
      ) : (
        <List key={show ?? "uses"} asset={asset} way={show ?? "uses"} />
      )}
    </div>
  );
}

function Needs({ assetId }: { assetId: string }) {
  const workspace = useWorkspace();
  const { data } = useQuery(dependencyTotalQuery(workspace.id, assetId));
  return data ? <p className="text-muted text-sm">{text.needs(data.count, data.bytes, data.maxDepth)}</p> : null;
}

type Way = "uses" | "needs";

function List({ asset, way }: { asset: AssetDetail; way: Way }) {
  const workspace = useWorkspace();
  const found = useInfiniteQuery((way === "uses" ? usesQuery : referencesQuery)(workspace.id, asset.id));
  const paging = usePaging(found);
  return (
    <QueryView query={found} loading={<LoadingRows label={text.usesLoading} />} failure={text.usesFailed}>
      {(rows) => (
        <DataTable
          label={way === "uses" ? text.usedBy : text.dependsOn}
          columns={columns[way]}
          rows={rows}
          rowId={idOf}
          {...paging}
          csvName={`${way === "uses" ? "used-by" : "depends-on"}-${asset.name}`}
          empty={
            <Empty icon={LinkIcon} title={way === "uses" ? text.noUses : text.noReferences}>
              {null}
            </Empty>
          }
          className="flex-1"
        />
      )}
    </QueryView>
  );
}

const idOf = ({ from, to, path }: Reference) => `${from.id} ${from.localId} ${path} ${to.guid} ${to.localId}`;
const objectOf = ({ from }: Reference) => [from.object, from.component].filter(Boolean).join(" · ") || text.itself;

const asset: Record<Way, Column<Reference>> = {
  uses: {
    id: "asset",
    header: text.columns.asset,
    pinned: true,
    width: "minmax(160px, 2fr)",
    value: ({ from }) => from.path,
    cell: ({ from }) => <FromCell from={from} />,
  },
  needs: {
    id: "asset",
    header: text.columns.asset,
    pinned: true,
    width: "minmax(160px, 2fr)",
    value: ({ to }) => to.asset?.path ?? to.name ?? to.guid,
    cell: ({ to, resolved, kind }) => <ToCell to={to} missing={!resolved && kind !== "builtin"} />,
  },
};

const rest: Column<Reference>[] = [
  {
    id: "object",
    header: text.columns.object,
    width: "minmax(120px, 2fr)",
    minTableWidthPx: 420,
    value: objectOf,
    cell: (reference) => (
      <span title={objectOf(reference)} className="text-muted">
        {objectOf(reference)}
      </span>
    ),
  },
  {
    id: "property",
    header: text.columns.property,
    width: "minmax(120px, 2fr)",
    minTableWidthPx: 640,
    value: ({ path }) => path,
    cell: ({ path }) => (
      <code className="font-mono text-xs" title={path}>
        {path}
      </code>
    ),
  },
  {
    id: "kind",
    header: text.columns.kind,
    width: "110px",
    value: ({ kind }) => text.kinds[kind] ?? kind,
    cell: ({ kind }) => <Badge>{text.kinds[kind] ?? kind}</Badge>,
  },
];

const columns: Record<Way, Column<Reference>[]> = { uses: [asset.uses, ...rest], needs: [asset.needs, ...rest] };

function FromCell({ from }: { from: Reference["from"] }) {
  return <Name guid={from.guid} type={from.type} path={from.path} />;
}

function Name({ guid, type, path }: { guid: string; type: string; path: string }) {
  return (
    <span className="flex min-w-0 items-center gap-2" title={path}>
      <AssetIcon type={type} />
      <AssetLink guid={guid} className="shrink-0 truncate font-medium">
        {nameOf(path)}
      </AssetLink>
      <span className="min-w-0 flex-1 truncate text-muted text-xs max-sm:hidden">{path}</span>
    </span>
  );
}

function ToCell({ to, missing }: { to: Reference["to"]; missing: boolean }) {
  if (to.asset) return <Name guid={to.asset.guid} type={to.asset.type} path={to.asset.path} />;
  return (
    <span className="flex min-w-0 items-center gap-2" title={to.guid}>
      {missing ? <Badge tone="danger">{text.missing}</Badge> : null}
      {to.name ? (
        <span className="truncate">{missing ? text.lastSeen(to.name) : to.name}</span>
      ) : (
        <code className="truncate font-mono text-xs">{to.guid}</code>
      )}
    </span>
  );
}
