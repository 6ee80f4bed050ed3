import type { Hunk } from "@slate/schema/api";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Columns2, FoldVertical, Rows2, UnfoldVertical } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { cn } from "@/lib/cn.ts";
import { type LanguageName, languageOf } from "@/lib/languages.ts";
import { useWidth } from "@/lib/use-width.ts";
import type { Colours } from "./highlight.ts";
import { compareTexts, type DiffLine, readHunk } from "./lines.ts";
import { type Block, foldContext, type Pair, pairLines, type Side, toUnified } from "./rows.ts";
import { segmentLine } from "./segments.ts";
import { text } from "./text.ts";

export type DiffSource =
  /** Both texts, compared here. */
  | { oldText: string; newText: string }
  /** Hunks from the server. */
  | { hunks: readonly Hunk[] };

type DiffProps = {
  source: DiffSource;
  /** Decides the colours; shown by the caller. */
  path: string;
  /** What is compared: "Player.cs, version 3 and 4". */
  label: string;
  /** With hunks only: fetch the texts, to unfold what lies between them. */
  onNeedTexts?: () => void;
  /** Left of the switches: names of both sides, say. */
  heading?: ReactNode;
  /** `own` scrolls inside a pane of the given height; `page` grows with its content, for several diffs below each other. */
  scroll?: "own" | "page";
  className?: string;
};

type Mode = "split" | "unified";
type Row = { kind: "pair"; pair: Pair } | { kind: "fold"; id: string; count: number | null };

/** Below this, two columns of code are too narrow to read. */
const splitFromPx = 720;
const rowPx = 20;
/** A diff that grows with the page is drawn whole up to here, and in a pane of its own beyond. */
const wholeUpToRows = 400;

/** Old and new text, side by side or in one column, with changed words marked and equal lines folded. */
export function Diff({ source, path, label, onNeedTexts, heading, scroll = "own", className }: DiffProps) {
  const root = useRef<HTMLElement>(null);
  const width = useWidth(root);
  const [chosenMode, setChosenMode] = useState<Mode>();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());

  const fromHunks = "hunks" in source;
  const groups = useMemo(() => readSource(source), [source]);
  const colours = useColours(groups, languageOf(path));
  const blocks = useMemo(() => toBlocks(groups, fromHunks, open), [groups, fromHunks, open]);
  // A file that is all new or all gone has no other side to stand beside.
  const hasBothSides = useMemo(() => hasTwoSides(groups), [groups]);
  const mayChoose = hasBothSides && width >= splitFromPx;
  const mode: Mode = !hasBothSides || (width > 0 && width < splitFromPx) ? "unified" : (chosenMode ?? "split");
  const rows = useMemo(() => toRows(blocks, mode), [blocks, mode]);
  const folds = blocks.flatMap((block) => (block.kind === "fold" ? [block.id] : []));
  const [added, removed] = (["added", "removed"] as const).map((kind) => groups.flat().filter((line) => line.kind === kind).length);

  function unfold(ids: readonly string[]) {
    if (fromHunks) onNeedTexts?.();
    setOpen(new Set([...open, ...ids]));
  }

  return (
    <section ref={root} aria-label={label} className={cn("flex min-h-0 flex-col", className)}>
      <header className="flex min-h-10 flex-wrap items-center gap-2 border-b bg-canvas px-3 py-1 text-sm">
        <div className="min-w-0 flex-1 truncate">{heading}</div>
        <p className="font-mono text-xs tabular">
          <span className="text-success" title={text.added(added ?? 0)}>
            +{added}
          </span>{" "}
          <span className="text-danger" title={text.removed(removed ?? 0)}>
            −{removed}
          </span>
        </p>
        {folds.length > 0 && (!fromHunks || onNeedTexts) ? (
          <IconButton icon={UnfoldVertical} label={text.unfoldAll} size="icon-sm" onClick={() => unfold(folds)} />
        ) : open.size > 0 ? (
          <IconButton icon={FoldVertical} label={text.foldAll} size="icon-sm" onClick={() => setOpen(new Set())} />
        ) : null}
        {mayChoose ? (
          <IconButton
            icon={mode === "split" ? Rows2 : Columns2}
            label={mode === "split" ? text.toUnified : text.toSplit}
            size="icon-sm"
            onClick={() => setChosenMode(mode === "split" ? "unified" : "split")}
          />
        ) : null}
      </header>
      {rows.length === 0 ? (
        <p className="px-3 py-6 text-center text-muted text-sm">{text.same}</p>
      ) : (
        <RowList
          rows={rows}
          mode={mode}
          colours={colours}
          onUnfold={(id) => unfold([id])}
          canUnfold={!fromHunks || onNeedTexts !== undefined}
          scroll={scroll}
        />
      )}
    </section>
  );
}

function hasTwoSides(groups: readonly DiffLine[][]): boolean {
  const kinds = new Set(groups.flat().map((line) => line.kind));
  return kinds.size > 1 || kinds.has("same");
}

type RowListProps = {
  rows: readonly Row[];
  mode: Mode;
  colours: Colours | null;
  onUnfold: (id: string) => void;
  canUnfold: boolean;
  scroll: "own" | "page";
};

function RowList({ rows, mode, colours, onUnfold, canUnfold, scroll }: RowListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const whole = scroll === "page" && rows.length <= wholeUpToRows;
  const virtualizer = useVirtualizer({
    count: whole ? 0 : rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 30,
  });

  const draw = (row: Row) =>
    row.kind === "fold" ? (
      <Fold count={row.count} onUnfold={canUnfold ? () => onUnfold(row.id) : undefined} />
    ) : mode === "split" ? (
      <div className="grid grid-cols-2 divide-x">
        <Line side={row.pair.left} tokens={colours?.left} numbers={[row.pair.left?.number]} />
        <Line side={row.pair.right} tokens={colours?.right} numbers={[row.pair.right?.number]} />
      </div>
    ) : (
      <Line
        side={row.pair.right ?? row.pair.left}
        tokens={row.pair.right ? colours?.right : colours?.left}
        numbers={[row.pair.left?.number, row.pair.right?.number]}
      />
    );

  const look = "overflow-auto bg-surface font-mono text-xs leading-5";
  if (whole) {
    return (
      <div className={look}>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
          <div key={index}>{draw(row)}</div>
        ))}
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <div ref={scroller} tabIndex={0} className={cn(look, "focus-inset min-h-0", scroll === "own" ? "flex-1" : "max-h-[70vh]")}>
      <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row ? (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {draw(row)}
            </div>
          ) : null;
        })}
      </div>
    </div>
  );
}

type LineProps = { side: Side | null; tokens: Colours["left"] | undefined; numbers: (number | undefined)[] };

const signs = { same: " ", added: "+", removed: "−" };
const grounds = { same: "", added: "bg-diff-add", removed: "bg-diff-remove" };
const marks = { same: "", added: "bg-diff-add-word", removed: "bg-diff-remove-word" };

function Line({ side, tokens, numbers }: LineProps) {
  if (!side) return <div className="min-h-5 bg-sunken" />;
  return (
    <div className={cn("flex min-h-5 min-w-0", grounds[side.kind])}>
      {numbers.map((number, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: left and right stay where they are
          key={index}
          aria-hidden
          className="w-11 shrink-0 select-none pr-2 text-right text-faint tabular"
        >
          {number}
        </span>
      ))}
      <span className="w-4 shrink-0 select-none text-muted" aria-hidden>
        {signs[side.kind]}
      </span>
      {side.kind === "same" ? null : <span className="sr-only">{side.kind === "added" ? text.addedLine : text.removedLine}</span>}
      <code className="min-w-0 flex-1 whitespace-pre-wrap pr-2 font-mono [overflow-wrap:anywhere] [tab-size:4]">
        {segmentLine(side.text, tokens?.get(side.number) ?? [], side.marks).map((segment, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: segments have no identity but their place
            key={index}
            className={cn(segment.className, segment.marked && cn("rounded-sm text-ink", marks[side.kind]))}
          >
            {segment.text}
          </span>
        ))}
      </code>
    </div>
  );
}

function Fold({ count, onUnfold }: { count: number | null; onUnfold?: () => void }) {
  const label = count === null ? text.hidden : text.hiddenLines(count);
  if (!onUnfold) return <p className="border-y bg-sunken px-3 py-0.5 text-center text-faint">{label}</p>;
  return (
    <button
      type="button"
      onClick={onUnfold}
      className="focus-inset flex w-full items-center justify-center gap-2 border-y bg-sunken px-3 py-0.5 font-sans text-muted text-xs hover:bg-hover hover:text-ink"
    >
      <UnfoldVertical className="size-3.5" aria-hidden />
      {label}
    </button>
  );
}

/** Lines by contiguous group: the whole of both texts, or one group per hunk. */
function readSource(source: DiffSource): DiffLine[][] {
  return "hunks" in source ? source.hunks.map(readHunk) : [compareTexts(source.oldText, source.newText)];
}

function toBlocks(groups: DiffLine[][], fromHunks: boolean, open: ReadonlySet<string>): Block[] {
  if (!fromHunks) return foldContext(pairLines(groups[0] ?? []), open);
  let shownUpTo = 0;
  return groups.flatMap((lines): Block[] => {
    const first = lines[0];
    const start = first ? ("left" in first ? first.left : first.right) : 0;
    const from = shownUpTo + 1;
    const gap = start - from;
    const last = lines.findLast((line) => "left" in line);
    shownUpTo = last && "left" in last ? last.left : start;
    const pairs: Block = { kind: "pairs", pairs: pairLines(lines) };
    return gap > 0 ? [{ kind: "fold", id: `${from}`, count: gap, hidden: null }, pairs] : [pairs];
  });
}

function toRows(blocks: readonly Block[], mode: Mode): Row[] {
  if (blocks.every((block) => block.kind === "fold" && block.hidden)) return [];
  return blocks.flatMap((block): Row[] => {
    if (block.kind === "fold") return [{ kind: "fold", id: block.id, count: block.count }];
    return (mode === "unified" ? toUnified(block.pairs) : block.pairs).map((pair) => ({ kind: "pair", pair }));
  });
}

/** Colours arrive a moment after the lines; until then the text is plain. */
function useColours(groups: readonly DiffLine[][], language: LanguageName): Colours | null {
  const [colours, setColours] = useState<{ of: typeof groups; colours: Colours } | null>(null);
  useEffect(() => {
    let current = true;
    import("./highlight.ts")
      .then(({ colourDiff }) => colourDiff(groups, language))
      .then((found) => {
        if (current) setColours({ of: groups, colours: found });
      });
    return () => {
      current = false;
    };
  }, [groups, language]);
  return colours?.of === groups ? colours.colours : null;
}
