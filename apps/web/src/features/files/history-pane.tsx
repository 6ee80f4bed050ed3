import type { File, Version } from "@slate/schema/api";
import { holdsObjects } from "@slate/schema/api";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { AuthorMark } from "@/components/author-mark.tsx";
import { Diff } from "@/components/diff/diff.tsx";
import { Loading, LoadingRows } from "@/components/loading.tsx";
import { Bytes } from "@/components/quantity.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Time } from "@/components/time.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { DiffViewSwitch, useDiffView } from "@/features/object-diff/diff-view-switch.tsx";
import { ObjectDiff } from "@/features/object-diff/object-diff.tsx";
import { cn } from "@/lib/cn.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { DiffTexts } from "./diff-texts.tsx";
import type { FileViewState } from "./file-view.tsx";
import { diffQuery, versionsQuery } from "./queries.ts";
import { RestoreVersionButton } from "./restore-version-button.tsx";
import { text } from "./text.ts";

type HistoryPaneProps = { file: File; diff: string | undefined; onStateChange: (state: FileViewState) => void };

/** Every version of the file, and how one differs from the one before. */
export function HistoryPane({ file, diff, onStateChange }: HistoryPaneProps) {
  const workspace = useWorkspace();
  const versions = useInfiniteQuery(versionsQuery(workspace.id, file.id));
  const { from, to } = readRange(diff) ?? { from: file.version - 1, to: file.version };

  return (
    <div className="flex h-full min-h-0 flex-col md:flex-row">
      <nav
        aria-label={text.versionsLabel}
        className="max-h-56 shrink-0 overflow-y-auto border-b md:max-h-none md:w-64 md:border-r md:border-b-0"
      >
        <QueryView query={versions} loading={<LoadingRows label={text.loading} rows={5} />} failure={text.historyFailed}>
          {(rows) => (
            <>
              <ol>
                {rows.map((version) => (
                  <VersionLine
                    key={version.version}
                    version={version}
                    chosen={version.version === to}
                    onChoose={() => onStateChange({ view: "history", diff: `${version.version - 1}..${version.version}` })}
                  />
                ))}
              </ol>
              {versions.hasNextPage ? (
                <Button
                  variant="ghost"
                  size="sm"
                  className="m-2"
                  busy={versions.isFetchingNextPage}
                  onClick={() => versions.fetchNextPage()}
                >
                  {text.older}
                </Button>
              ) : null}
            </>
          )}
        </QueryView>
      </nav>
      <div className="min-h-0 min-w-0 flex-1">
        <Comparison
          key={`${from}..${to}`}
          file={file}
          from={from}
          to={to}
          changesetId={versions.data?.find(({ version }) => version === to)?.changesetId}
          onStateChange={onStateChange}
        />
      </div>
    </div>
  );
}

function VersionLine({ version, chosen, onChoose }: { version: Version; chosen: boolean; onChoose: () => void }) {
  return (
    <li className="border-b">
      <button
        type="button"
        aria-current={chosen ? "true" : undefined}
        onClick={onChoose}
        className={cn("focus-inset flex w-full gap-2.5 px-3 py-2 text-left hover:bg-hover", chosen && "bg-selected")}
      >
        <AuthorMark author={version.author} />
        <span className="min-w-0 flex-1 text-xs">
          <span className="flex items-baseline justify-between gap-2">
            <span className="truncate font-medium text-sm">{version.message || text.operations[version.operation]}</span>
            <span className="shrink-0 text-faint tabular">{version.version}</span>
          </span>
          <span className="block truncate text-muted">
            {version.author.name} · <Time at={version.createdAt} /> · <Bytes value={version.size} />
          </span>
          {version.previousPath ? <span className="block truncate text-muted">{text.movedFrom(version.previousPath)}</span> : null}
        </span>
      </button>
    </li>
  );
}

type ComparisonProps = {
  file: File;
  from: number;
  to: number;
  changesetId: string | undefined;
  onStateChange: HistoryPaneProps["onStateChange"];
};

function Comparison({ file, from, to, changesetId, onStateChange }: ComparisonProps) {
  const workspace = useWorkspace();
  const found = useQuery(diffQuery(workspace.id, file.id, from, to));
  const { view } = useDiffView();
  const byObjects = holdsObjects(file.path);
  const actions = (
    <span className="flex flex-wrap items-center gap-2">
      {byObjects ? <DiffViewSwitch /> : null}
      <span className="font-medium">{text.diffLabel(from, to)}</span>
      <Button size="sm" variant="ghost" onClick={() => onStateChange(to === file.version ? {} : { version: to })}>
        {text.openVersion}
      </Button>
      {changesetId ? (
        <Button size="sm" variant="ghost" asChild>
          <Link
            to="/w/$workspace/p/$project/changes/$changeset"
            params={{ workspace: workspace.slug, project: file.projectId, changeset: changesetId }}
          >
            {text.openChangeset}
          </Link>
        </Button>
      ) : null}
      {to === file.version ? null : <RestoreVersionButton file={file} version={to} onRestored={() => onStateChange({ view: "history" })} />}
    </span>
  );
  if (byObjects && view === "objects") {
    return (
      <div className="flex h-full min-h-0 flex-col">
        <div className="border-b bg-canvas px-3 py-1 text-sm">{actions}</div>
        <ObjectDiff fileId={file.id} from={from} to={to} className="min-h-0 flex-1 overflow-y-auto" />
      </div>
    );
  }
  return (
    <QueryView
      query={found}
      failure={text.diffFailed}
      loading={
        <Loading label={text.loading} className="p-4">
          <Skeleton className="h-64" />
        </Loading>
      }
    >
      {(compared) =>
        compared.binary || compared.tooLarge ? (
          <div>
            <div className="border-b bg-canvas px-3 py-1 text-sm">{actions}</div>
            <p className="px-3 py-6 text-center text-muted text-sm">{compared.binary ? text.binaryDiff : text.tooLargeDiff}</p>
          </div>
        ) : (
          <DiffTexts fileId={file.id} from={from} to={to}>
            {(texts, load) => (
              <Diff
                source={texts ?? compared}
                path={compared.path}
                label={`${compared.path}: ${text.diffLabel(from, to)}`}
                heading={actions}
                onNeedTexts={load}
                className="h-full"
              />
            )}
          </DiffTexts>
        )
      }
    </QueryView>
  );
}

function readRange(diff: string | undefined): { from: number; to: number } | null {
  const match = /^(\d{1,9})\.\.(\d{1,9})$/.exec(diff ?? "");
  return match ? { from: Number(match[1]), to: Number(match[2]) } : null;
}
