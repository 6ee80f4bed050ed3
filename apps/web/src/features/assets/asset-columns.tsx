import type { Asset } from "@slate/schema/api";
import { TriangleAlert } from "lucide-react";
import type { Column } from "@/components/data-table/column.ts";
import { Bytes, Count } from "@/components/quantity.tsx";
import { Time } from "@/components/time.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { folderOf } from "@/features/files/paths.ts";
import { AssetCardLink } from "./asset-card-link.tsx";
import { lookOf } from "./asset-types.ts";
import { text } from "./text.ts";
import { Thumbnail } from "./thumbnail.tsx";

/** Columns of the list of assets. Their ids are what the API sorts by, where it does. */
export const assetColumns: Column<Asset>[] = [
  {
    id: "name",
    header: text.columns.name,
    pinned: true,
    width: "minmax(180px, 2fr)",
    value: ({ name }) => name,
    cell: (asset) => <NameCell asset={asset} />,
  },
  {
    id: "type",
    header: text.columns.type,
    width: "130px",
    minTableWidthPx: 420,
    value: ({ type }) => lookOf(type).name,
    cell: ({ type }) => <span className="text-muted">{lookOf(type).name}</span>,
  },
  {
    id: "path",
    header: text.columns.folder,
    width: "minmax(120px, 2fr)",
    minTableWidthPx: 640,
    value: ({ path }) => path,
    cell: ({ path }) => (
      <span className="text-muted" title={path}>
        {folderOf(path)}
      </span>
    ),
  },
  {
    id: "labels",
    header: text.columns.labels,
    width: "minmax(80px, 1fr)",
    minTableWidthPx: 900,
    cell: ({ labels }) => (
      <span className="flex gap-1">
        {labels.map((label) => (
          <Badge key={label}>{label}</Badge>
        ))}
      </span>
    ),
  },
  {
    id: "uses",
    header: text.columns.uses,
    width: "84px",
    align: "end",
    minTableWidthPx: 760,
    cell: ({ uses }) => <Count value={uses} />,
  },
  {
    id: "size",
    header: text.columns.size,
    width: "100px",
    align: "end",
    minTableWidthPx: 340,
    value: ({ size }) => size,
    cell: ({ size }) => <Bytes value={size} />,
  },
  {
    id: "updated",
    header: text.columns.updated,
    width: "130px",
    minTableWidthPx: 560,
    value: ({ updatedAt }) => updatedAt,
    cell: ({ updatedAt }) => <Time at={updatedAt} />,
  },
  {
    id: "guid",
    header: text.columns.guid,
    width: "280px",
    hidden: true,
    cell: ({ guid }) => <code className="font-mono text-xs">{guid}</code>,
  },
];

function NameCell({ asset }: { asset: Asset }) {
  return (
    <span className="flex items-center gap-2.5">
      <Thumbnail asset={asset} size={128} className="size-6 shrink-0 rounded-sm" />
      <AssetCardLink asset={asset} className="truncate font-medium hover:underline">
        {asset.name}
      </AssetCardLink>
      {asset.warnings > 0 ? <TriangleAlert className="size-3.5 shrink-0 text-warning" aria-label={text.warnings(asset.warnings)} /> : null}
    </span>
  );
}
