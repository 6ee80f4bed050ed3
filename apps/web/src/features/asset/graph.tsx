import type { AssetDetail, AssetGraph } from "@slate/schema/api";
import { useQuery } from "@tanstack/react-query";
import { Share2, Table2, Waypoints, ZoomIn, ZoomOut } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Column } from "@/components/data-table/column.ts";
import { DataTable } from "@/components/data-table/data-table.tsx";
import { Empty } from "@/components/empty.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Button } from "@/components/ui/button.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { Select } from "@/components/ui/select.tsx";
import { AssetIcon } from "@/features/assets/asset-icon.tsx";
import { lookOf } from "@/features/assets/asset-types.ts";
import { nameOf } from "@/features/files/paths.ts";
import { cn } from "@/lib/cn.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { AssetLink } from "./asset-link.tsx";
import { layoutGraph, nodeHeightPx, nodeWidthPx, type PlacedNode } from "./layout-graph.ts";
import { graphQuery } from "./queries.ts";
import { text } from "./text.ts";

const depths = ["1", "2", "3", "4"].map((value) => ({ value, label: value }));
const zooms = [0.5, 0.65, 0.8, 1, 1.25];

/** The neighbourhood of an asset, drawn or as a table. */
export function Graph({ asset }: { asset: AssetDetail }) {
  const workspace = useWorkspace();
  const [depth, setDepth] = useState("2");
  const [table, setTable] = useState(false);
  const [zoom, setZoom] = useState(3);
  const found = useQuery({ ...graphQuery(workspace.id, asset.id, Number(depth)), placeholderData: (previous) => previous });
  return (
    <QueryView query={found} loading={<LoadingRows label={text.graphLoading} />} failure={text.graphFailed}>
      {(graph) =>
        graph.nodes.length < 2 ? (
          <Empty icon={Share2} title={text.graphAlone}>
            {null}
          </Empty>
        ) : (
          <div className="flex min-h-0 flex-1 flex-col gap-2">
            <div className="flex flex-wrap items-center gap-2">
              <span className="text-muted text-sm">{text.graphDepth}</span>
              <Select aria-label={text.graphDepth} value={depth} onValueChange={setDepth} options={depths} className="w-16" />
              {table ? null : (
                <>
                  <IconButton icon={ZoomOut} label={text.zoomOut} disabled={zoom === 0} onClick={() => setZoom(zoom - 1)} />
                  <IconButton icon={ZoomIn} label={text.zoomIn} disabled={zoom === zooms.length - 1} onClick={() => setZoom(zoom + 1)} />
                </>
              )}
              {graph.truncated ? <p className="text-muted text-sm">{text.graphTruncated}</p> : null}
              <Button variant="ghost" className="ml-auto" onClick={() => setTable(!table)}>
                {table ? <Waypoints aria-hidden /> : <Table2 aria-hidden />}
                {table ? text.asGraph : text.asTable}
              </Button>
            </div>
            {table ? <Edges graph={graph} name={asset.name} /> : <Drawing graph={graph} name={asset.name} zoom={zooms[zoom] ?? 1} />}
          </div>
        )
      }
    </QueryView>
  );
}

const strokes: Record<AssetGraph["edges"][number]["kind"], string> = {
  strong: "stroke-line-strong",
  prefab: "stroke-accent",
  script: "stroke-info",
  weak: "stroke-line-strong [stroke-dasharray:4_4]",
  builtin: "stroke-line",
};

function Drawing({ graph, name, zoom }: { graph: AssetGraph; name: string; zoom: number }) {
  const layout = useMemo(() => layoutGraph(graph), [graph]);
  const area = useRef<HTMLElement>(null);
  const [near, setNear] = useState<string | null>(null);

  // The asset itself is where one begins to look.
  useEffect(() => {
    const self = layout.columns.flat().find(({ side }) => side === "self");
    if (!area.current || !self) return;
    area.current.scrollTo({
      left: (self.x + nodeWidthPx / 2) * zoom - area.current.clientWidth / 2,
      top: (self.y + nodeHeightPx / 2) * zoom - area.current.clientHeight / 2,
    });
  }, [layout, zoom]);

  /** The arrows go from node to node, as the eye would: up and down a column, to the next column at the same height. */
  function onKeyDown(event: KeyboardEvent) {
    const id = (event.target as HTMLElement).closest<HTMLElement>("[data-node]")?.dataset.node;
    const from = layout.columns.flat().find((node) => node.id === id);
    if (!from) return;
    const column = layout.columns[from.column] ?? [];
    const row = column.indexOf(from);
    const target: Record<string, PlacedNode | undefined> = {
      ArrowUp: column[row - 1],
      ArrowDown: column[row + 1],
      ArrowLeft: nearestIn(layout.columns[from.column - 1], from),
      ArrowRight: nearestIn(layout.columns[from.column + 1], from),
    };
    if (!(event.key in target)) return;
    event.preventDefault();
    const next = target[event.key];
    if (next) area.current?.querySelector<HTMLElement>(`[data-node="${next.id}"] a`)?.focus();
  }

  return (
    <section
      ref={area}
      aria-label={text.graphLabel(name)}
      onKeyDown={onKeyDown}
      className="min-h-80 flex-1 overflow-auto rounded-lg border bg-sunken"
    >
      <div style={{ width: layout.width * zoom, height: layout.height * zoom }}>
        <div className="relative origin-top-left" style={{ width: layout.width, height: layout.height, transform: `scale(${zoom})` }}>
          <svg aria-hidden="true" width={layout.width} height={layout.height} className="absolute inset-0 fill-none">
            {layout.edges.map((edge) => (
              <path
                key={`${edge.from} ${edge.to} ${edge.kind}`}
                d={edge.path}
                strokeWidth={edge.from === near || edge.to === near ? 2.5 : 1.5}
                className={cn(strokes[edge.kind], (edge.from === near || edge.to === near) && "stroke-accent")}
              />
            ))}
          </svg>
          {layout.columns.flat().map((node) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: only listens to what happens to the link inside
            <div
              key={node.id}
              data-node={node.id}
              className="absolute"
              style={{ left: node.x, top: node.y, width: nodeWidthPx, height: nodeHeightPx }}
              onPointerEnter={() => setNear(node.id)}
              onPointerLeave={() => setNear(null)}
              onFocus={() => setNear(node.id)}
              onBlur={() => setNear(null)}
            >
              <AssetLink
                guid={node.guid}
                title={node.path}
                className={cn(
                  "flex size-full items-center gap-2 rounded-md border bg-surface px-2.5 shadow-1 transition-colors hover:border-accent hover:no-underline",
                  node.side === "self" && "border-accent bg-selected",
                )}
              >
                <AssetIcon type={node.type} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium text-xs">{nameOf(node.path)}</span>
                  <span className="block truncate text-muted text-xs leading-tight">
                    {lookOf(node.type).name}
                    {node.hidden > 0 ? ` · +${node.hidden}` : ""}
                  </span>
                </span>
                {node.hidden > 0 ? <span className="sr-only">{text.graphHidden(node.hidden)}</span> : null}
              </AssetLink>
            </div>
          ))}
        </div>
      </div>
    </section>
  );
}

const nearestIn = (column: PlacedNode[] | undefined, from: PlacedNode) =>
  column?.toSorted((a, b) => Math.abs(a.y - from.y) - Math.abs(b.y - from.y))[0];

type EdgeRow = { id: string; from: AssetGraph["nodes"][number]; to: AssetGraph["nodes"][number]; kind: string; count: number };

const edgeColumns: Column<EdgeRow>[] = [
  {
    id: "from",
    header: text.edgeColumns.from,
    pinned: true,
    width: "minmax(140px, 2fr)",
    value: ({ from }) => from.path,
    cell: ({ from }) => (
      <AssetLink guid={from.guid} title={from.path}>
        {nameOf(from.path)}
      </AssetLink>
    ),
  },
  {
    id: "to",
    header: text.edgeColumns.to,
    pinned: true,
    width: "minmax(140px, 2fr)",
    value: ({ to }) => to.path,
    cell: ({ to }) => (
      <AssetLink guid={to.guid} title={to.path}>
        {nameOf(to.path)}
      </AssetLink>
    ),
  },
  {
    id: "kind",
    header: text.edgeColumns.kind,
    width: "110px",
    minTableWidthPx: 420,
    value: ({ kind }) => text.kinds[kind] ?? kind,
    cell: ({ kind }) => text.kinds[kind] ?? kind,
  },
  { id: "count", header: text.edgeColumns.count, width: "80px", align: "end", value: ({ count }) => count, cell: ({ count }) => count },
];

function Edges({ graph, name }: { graph: AssetGraph; name: string }) {
  const rows = useMemo(() => {
    const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    return graph.edges.flatMap((edge): EdgeRow[] => {
      const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
      return from && to ? [{ id: `${edge.from} ${edge.to} ${edge.kind}`, from, to, kind: edge.kind, count: edge.count }] : [];
    });
  }, [graph]);
  return (
    <DataTable
      label={text.graphLabel(name)}
      columns={edgeColumns}
      rows={rows}
      rowId={({ id }) => id}
      csvName={`graph-${name}`}
      className="flex-1"
    />
  );
}
