import type { Asset } from "@slate/schema/api";
import { useVirtualizer } from "@tanstack/react-virtual";
import { LoaderCircle, TriangleAlert } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { Bytes } from "@/components/quantity.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { useAppearance } from "@/lib/appearance.ts";
import { cn } from "@/lib/cn.ts";
import { useWidth } from "@/lib/use-width.ts";
import { AssetCardLink } from "./asset-card-link.tsx";
import { lookOf } from "./asset-types.ts";
import { moveInGrid } from "./move-in-grid.ts";
import { text } from "./text.ts";
import { Thumbnail } from "./thumbnail.tsx";

const gapPx = 12;
const sizes = { comfortable: { cardPx: 168, captionPx: 60 }, compact: { cardPx: 116, captionPx: 44 } };

type AssetGridProps = {
  assets: readonly Asset[];
  selected: ReadonlySet<string>;
  onSelectedChange: (ids: string[]) => void;
  onOpen: (asset: Asset) => void;
  hasMore: boolean;
  loadingMore: boolean;
  onMore: () => void;
  empty: ReactNode;
};

/** Assets as pictures. The grid holds the focus: arrows move, Enter opens, x selects, Ctrl-A selects all that is loaded, Esc clears. */
export function AssetGrid({ assets, selected, onSelectedChange, onOpen, hasMore, loadingMore, onMore, empty }: AssetGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const { cardPx, captionPx } = sizes[useAppearance((state) => state.density)];
  const columns = Math.max(2, Math.floor((width + gapPx) / (cardPx + gapPx)));
  const tilePx = Math.max(1, (width - gapPx * (columns - 1)) / columns);
  const rowPx = Math.round(tilePx * 0.75) + captionPx + gapPx;
  const rows = Math.ceil(assets.length / columns);
  const virtualizer = useVirtualizer({
    count: width === 0 ? 0 : rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 3,
    paddingStart: 2,
    paddingEnd: 8,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height must be placed anew
  useEffect(() => virtualizer.measure(), [virtualizer, rowPx]);

  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (hasMore && !loadingMore && lastShown >= rows - 4) onMore();
  }, [hasMore, loadingMore, lastShown, rows, onMore]);

  const gridId = useId();
  const [activeId, setActiveId] = useState<string>();
  const activeIndex = useMemo(() => (activeId === undefined ? -1 : assets.findIndex((asset) => asset.id === activeId)), [assets, activeId]);

  function toggle(id: string) {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelectedChange([...next]);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget || event.altKey || assets.length === 0) return;
    const active = assets[activeIndex];
    const target = event.ctrlKey || event.metaKey ? undefined : moveInGrid(event.key, activeIndex, columns, assets.length);
    if (target !== undefined) {
      setActiveId(assets[target]?.id);
      virtualizer.scrollToIndex(Math.floor(target / columns));
    } else if (event.key === "a" && (event.ctrlKey || event.metaKey)) onSelectedChange(assets.map(({ id }) => id));
    else if (event.ctrlKey || event.metaKey) return;
    else if (event.key === "Enter" && active) onOpen(active);
    else if ((event.key === "x" || event.key === " ") && active) toggle(active.id);
    else if (event.key === "Escape" && selected.size > 0) onSelectedChange([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overflow-x-clip rounded-lg">
      {assets.length === 0 ? empty : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot be laid out as a grid of pictures */}
      <div
        role="grid"
        aria-label={text.title}
        aria-multiselectable
        aria-colcount={columns}
        aria-rowcount={hasMore ? -1 : rows}
        aria-activedescendant={activeIndex >= 0 ? `${gridId}-${activeIndex}` : undefined}
        tabIndex={assets.length === 0 ? -1 : 0}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          if (event.target === event.currentTarget && activeIndex < 0) setActiveId(assets[0]?.id);
        }}
        className="group/grid relative outline-none"
        style={{ height: assets.length === 0 ? 0 : virtualizer.getTotalSize() }}
      >
        {items.map((item) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
          <div
            key={item.key}
            role="row"
            aria-rowindex={item.index + 1}
            className="absolute inset-x-0 top-0 grid"
            style={{
              height: item.size - gapPx,
              gap: gapPx,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
              transform: `translateY(${item.start}px)`,
            }}
          >
            {assets.slice(item.index * columns, (item.index + 1) * columns).map((asset, column) => {
              const index = item.index * columns + column;
              return (
                <Card
                  key={asset.id}
                  id={`${gridId}-${index}`}
                  column={column + 1}
                  asset={asset}
                  captionPx={captionPx}
                  active={index === activeIndex}
                  selected={selected.has(asset.id)}
                  onToggle={() => toggle(asset.id)}
                  onActive={() => setActiveId(asset.id)}
                />
              );
            })}
          </div>
        ))}
      </div>
      {loadingMore ? (
        <p role="status" className="flex h-10 items-center justify-center gap-2 text-muted text-sm">
          <LoaderCircle className="size-4 animate-spin" aria-hidden />
          {text.loadingMore}
        </p>
      ) : null}
    </div>
  );
}

type CardProps = {
  id: string;
  column: number;
  asset: Asset;
  captionPx: number;
  active: boolean;
  selected: boolean;
  onToggle: () => void;
  onActive: () => void;
};

function Card({ id, column, asset, captionPx, active, selected, onToggle, onActive }: CardProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a cell of the grid above
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
    <div
      id={id}
      role="gridcell"
      aria-colindex={column}
      aria-selected={selected}
      onPointerDown={onActive}
      className={cn(
        "group/card relative flex min-w-0 flex-col overflow-hidden rounded-lg border bg-surface transition-colors hover:border-line-strong aria-selected:border-accent aria-selected:bg-selected",
        active && "group-focus-visible/grid:ring-2 group-focus-visible/grid:ring-focus",
      )}
    >
      <AssetCardLink asset={asset} className="flex min-h-0 flex-1 flex-col outline-none">
        <Thumbnail asset={asset} size={256} className="min-h-0 flex-1" />
        <span className="flex flex-col justify-center border-t px-2.5" style={{ height: captionPx }}>
          <span className="truncate font-medium text-sm">{asset.name}</span>
          <span className="flex min-w-0 items-center gap-1 text-muted text-xs">
            <span className="min-w-0 flex-1 truncate">{lookOf(asset.type).name}</span>
            {asset.size > 0 ? <Bytes value={asset.size} /> : null}
          </span>
        </span>
      </AssetCardLink>
      <Checkbox
        tabIndex={-1}
        aria-label={text.selectAsset(asset.name)}
        checked={selected}
        onCheckedChange={onToggle}
        className={cn(
          "absolute! top-2 left-2 opacity-0 group-hover/card:opacity-100 pointer-coarse:opacity-100",
          (selected || active) && "opacity-100",
        )}
      />
      {asset.warnings > 0 ? (
        <span
          title={text.warnings(asset.warnings)}
          className="absolute top-2 right-2 flex size-5 items-center justify-center rounded-full bg-warning-soft text-warning"
        >
          <TriangleAlert className="size-3" aria-label={text.warnings(asset.warnings)} />
        </span>
      ) : null}
    </div>
  );
}
