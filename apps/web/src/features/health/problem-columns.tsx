import type { Problem, ProjectHealth } from "@slate/schema/api";
import type { Column } from "@/components/data-table/column.ts";
import { Bytes, Count } from "@/components/quantity.tsx";
import { AssetLink } from "@/features/asset/asset-link.tsx";
import { AssetIcon } from "@/features/assets/asset-icon.tsx";
import { folderOf, nameOf } from "@/features/files/paths.ts";
import type { Kind } from "./queries.ts";
import { text } from "./text.ts";

type Named = NonNullable<Problem["asset"]>;

function AssetCell({ asset }: { asset: Named }) {
  return (
    <span className="flex min-w-0 items-center gap-2" title={asset.path}>
      <AssetIcon type={asset.type} />
      <AssetLink guid={asset.guid} className="shrink-0 truncate font-medium max-sm:shrink">
        {nameOf(asset.path)}
      </AssetLink>
      <span className="min-w-0 flex-1 truncate text-muted text-xs max-sm:hidden">{folderOf(asset.path)}</span>
    </span>
  );
}

const asset: Column<Problem> = {
  id: "asset",
  header: text.columns.asset,
  pinned: true,
  width: "minmax(160px, 3fr)",
  value: ({ asset, guid }) => asset?.path ?? guid ?? "",
  cell: ({ asset, guid, message }) => (asset ? <AssetCell asset={asset} /> : <span className="truncate">{guid ?? message}</span>),
};
const lost: Column<Problem> = {
  id: "lost",
  header: text.columns.last,
  pinned: true,
  width: "minmax(160px, 3fr)",
  value: ({ lastKnownPath, guid }) => lastKnownPath ?? guid,
  cell: ({ lastKnownPath, guid, message }) =>
    lastKnownPath ? (
      <span title={lastKnownPath}>{lastKnownPath}</span>
    ) : (
      <code className="font-mono text-muted text-xs">{guid ?? message}</code>
    ),
};
const message: Column<Problem> = {
  id: "message",
  header: text.columns.problem,
  width: "minmax(140px, 3fr)",
  minTableWidthPx: 480,
  value: ({ message }) => message,
  cell: ({ message }) => (
    <span className="text-muted" title={message}>
      {message}
    </span>
  ),
};
const places: Column<Problem> = {
  id: "places",
  header: text.columns.places,
  width: "90px",
  align: "end",
  value: ({ count }) => count,
  cell: ({ count }) => <Count value={count} />,
};
const size: Column<Problem> = {
  id: "size",
  header: text.columns.size,
  width: "100px",
  align: "end",
  value: ({ size }) => size,
  cell: ({ size }) => <Bytes value={size} />,
};
const others: Column<Problem> = {
  id: "others",
  header: text.columns.others,
  width: "minmax(120px, 2fr)",
  minTableWidthPx: 480,
  value: ({ others }) => others.map(({ path }) => path).join(", "),
  cell: ({ others }) => <span className="text-muted">{others.map(({ path }) => path).join(", ")}</span>,
};

/** What is told of each kind of problem. */
export const problemColumns: Record<Kind, Column<Problem>[]> = {
  "missing-reference": [lost, message, places],
  "missing-script": [lost, message, places],
  unused: [asset, size],
  "duplicate-guid": [asset, others],
  "orphaned-meta": [asset],
  "missing-meta": [asset, size],
  warning: [asset, message],
};

type Large = ProjectHealth["largest"][number];

export const largestColumns: Column<Large>[] = [
  {
    id: "asset",
    header: text.columns.asset,
    pinned: true,
    width: "minmax(160px, 3fr)",
    value: ({ path }) => path,
    cell: (large) => <AssetCell asset={large} />,
  },
  {
    id: "size",
    header: text.columns.size,
    width: "100px",
    align: "end",
    value: ({ size }) => size,
    cell: ({ size }) => <Bytes value={size} />,
  },
];
