import type { Problem, Project, ProjectHealth } from "@slate/schema/api";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { CircleCheck, Trash } from "lucide-react";
import { useState } from "react";
import { DataTable } from "@/components/data-table/data-table.tsx";
import { Empty } from "@/components/empty.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { Page, Section } from "@/components/page.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Time } from "@/components/time.tsx";
import { Button } from "@/components/ui/button.tsx";
import { ImpactDialog, type ImpactPlan } from "@/features/assets/impact-dialog.tsx";
import { nameOf } from "@/features/files/paths.ts";
import { cn } from "@/lib/cn.ts";
import { formatCount } from "@/lib/format.ts";
import { usePaging } from "@/lib/infinite-list.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { largestColumns, problemColumns } from "./problem-columns.tsx";
import { ProblemSheet } from "./problem-sheet.tsx";
import { healthQuery, type Kind, problemsQuery } from "./queries.ts";
import { text } from "./text.ts";
import { useFix } from "./use-fix.ts";

/** What the address says: which kind of problem is listed. */
export type HealthState = { kind?: Kind | "largest" };

/** Kinds of problems that deleting the asset solves. */
const deletable = new Set<Kind>(["unused", "orphaned-meta"]);

type HealthPageProps = { project: Project; state: HealthState; onStateChange: (state: HealthState) => void };

/** What is wrong with a project's assets, and what can be done about it. */
export function HealthPage({ project, state, onStateChange }: HealthPageProps) {
  const workspace = useWorkspace();
  const health = useQuery(healthQuery(workspace.id, project.id));
  return (
    <QueryView query={health} loading={<LoadingRows label={text.loading} />} failure={text.failed}>
      {(found) => {
        const shown = state.kind ?? worstOf(found);
        return (
          <Page
            title={text.title}
            description={
              <>
                {text.facts(found.assets.count, found.assets.bytes)} ·{" "}
                {text.references(found.references.resolved, found.references.inPackages, found.references.builtin)} {text.checked}{" "}
                <Time at={found.checkedAt} />
              </>
            }
          >
            <ul aria-label={text.cards} className="grid grid-cols-2 gap-2 sm:grid-cols-4 2xl:grid-cols-8">
              {(Object.keys(text.kinds) as Kind[]).map((kind) => (
                <Card
                  key={kind}
                  title={text.kinds[kind].title}
                  value={formatCount(found.counts[kind] ?? 0)}
                  bad={(found.counts[kind] ?? 0) > 0}
                  chosen={shown === kind}
                  onChoose={() => onStateChange({ kind })}
                />
              ))}
              <Card
                title={text.largest}
                value={formatCount(found.largest.length)}
                bad={false}
                chosen={shown === "largest"}
                onChoose={() => onStateChange({ kind: "largest" })}
              />
            </ul>
            <div className="mt-8">
              {shown === "largest" ? (
                <Section title={text.largest} description={text.largestIntro}>
                  <DataTable
                    label={text.largest}
                    columns={largestColumns}
                    rows={found.largest}
                    rowId={({ id }) => id}
                    csvName={`largest-${project.name}`}
                    className="h-[32rem]"
                  />
                </Section>
              ) : (
                <Problems key={shown} project={project} kind={shown} health={found} />
              )}
            </div>
          </Page>
        );
      }}
    </QueryView>
  );
}

/** Where to look first: the gravest kind there is. */
const worstOf = ({ counts }: ProjectHealth): Kind =>
  (Object.keys(text.kinds) as Kind[]).find((kind) => (counts[kind] ?? 0) > 0) ?? "missing-reference";

type CardProps = { title: string; value: string; bad: boolean; chosen: boolean; onChoose: () => void };

function Card({ title, value, bad, chosen, onChoose }: CardProps) {
  return (
    <li className="flex">
      <button
        type="button"
        aria-pressed={chosen}
        onClick={onChoose}
        className="flex min-w-0 flex-1 flex-col rounded-lg border bg-surface px-3.5 py-2.5 text-left transition-colors hover:border-line-strong aria-pressed:border-accent aria-pressed:bg-selected"
      >
        <span className={cn("font-semibold text-xl tabular", bad ? "text-warning" : "text-muted")}>{value}</span>
        <span className="text-muted text-xs">{title}</span>
      </button>
    </li>
  );
}

const idOf = ({ kind, asset, guid, message }: Problem) => `${kind} ${asset?.id} ${guid} ${message}`;

function Problems({ project, kind, health }: { project: Project; kind: Kind; health: ProjectHealth }) {
  const workspace = useWorkspace();
  const mayWrite = useCan("asset.write");
  const found = useInfiniteQuery(problemsQuery(workspace.id, project.id, kind));
  const paging = usePaging(found);
  const [openId, setOpenId] = useState<string | null>(null);
  const [plan, setPlan] = useState<ImpactPlan | null>(null);
  const open = found.data?.find((problem) => idOf(problem) === openId) ?? null;
  const toPlan = (problems: readonly Problem[]): ImpactPlan => ({
    act: "delete",
    assets: problems.flatMap(({ asset }) => (asset ? [{ id: asset.id, path: asset.path, name: nameOf(asset.path) }] : [])),
  });
  const fix = useFix(project.id, open, () => setOpenId(null));
  const offersDelete = mayWrite && deletable.has(kind);

  return (
    <Section
      title={text.kinds[kind].title}
      description={
        <>
          {text.kinds[kind].intro} {kind === "unused" && health.unusedBytes > 0 ? text.unusedBytes(health.unusedBytes) : null}
        </>
      }
    >
      <QueryView query={found} loading={<LoadingRows label={text.problemsLoading} />} failure={text.problemsFailed}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty icon={CircleCheck} title={text.kinds[kind].none} className="rounded-lg border bg-surface">
              {null}
            </Empty>
          ) : (
            <DataTable
              label={text.kinds[kind].title}
              columns={problemColumns[kind]}
              rows={rows}
              rowId={idOf}
              onOpen={(problem) => setOpenId(idOf(problem))}
              {...paging}
              csvName={`${kind}-${project.name}`}
              bulkActions={
                offersDelete
                  ? (problems) => (
                      <Button size="sm" onClick={() => setPlan(toPlan(problems))}>
                        <Trash aria-hidden />
                        {text.delete}
                      </Button>
                    )
                  : undefined
              }
              className="h-[32rem]"
            />
          )
        }
      </QueryView>
      <ProblemSheet
        problem={open}
        fix={mayWrite ? fix : null}
        onClose={() => setOpenId(null)}
        onDelete={offersDelete ? (problem) => setPlan(toPlan([problem])) : undefined}
      />
      <ImpactDialog projectId={project.id} plan={plan} onClose={() => setPlan(null)} onDone={() => setOpenId(null)} />
    </Section>
  );
}
