import type { Project } from "@slate/schema/api";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Box, Plus, Search } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Column, Sort } from "@/components/data-table/column.ts";
import { DataTable } from "@/components/data-table/data-table.tsx";
import { Empty } from "@/components/empty.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { Page } from "@/components/page.tsx";
import { Bytes, Count } from "@/components/quantity.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Time } from "@/components/time.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { usePaging } from "@/lib/infinite-list.ts";
import { useDebounced } from "@/lib/use-debounced.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { CreateProjectDialog } from "./create-project-dialog.tsx";
import { type ProjectFilter, projectsQuery } from "./queries.ts";
import { RecentChanges } from "./recent-changes.tsx";
import { text } from "./text.ts";

type ProjectListPageProps = {
  filter: ProjectFilter;
  onFilterChange: (change: Partial<ProjectFilter>) => void;
  onOpen: (project: Project) => void;
};

const columns: Column<Project>[] = [
  {
    id: "name",
    header: text.columns.name,
    pinned: true,
    width: "minmax(180px, 3fr)",
    value: (project) => project.name,
    cell: (project) => (
      <span className="flex min-w-0 items-center gap-2">
        <ProjectLink project={project} />
        {project.archivedAt ? <Badge>{text.archived}</Badge> : null}
        {/* The description gives way first, then the name. */}
        <span className="min-w-0 shrink-[9999] truncate text-muted max-md:hidden">{project.description}</span>
      </span>
    ),
  },
  {
    id: "files",
    header: text.columns.files,
    width: "90px",
    align: "end",
    minTableWidthPx: 480,
    cell: ({ counts }) => <Count value={counts.files} />,
  },
  {
    id: "size",
    header: text.columns.size,
    width: "100px",
    align: "end",
    minTableWidthPx: 720,
    cell: ({ counts }) => <Bytes value={counts.bytes} />,
  },
  {
    id: "changesets",
    header: text.columns.changesets,
    width: "120px",
    align: "end",
    hidden: true,
    cell: ({ counts }) => <Count value={counts.changesets} />,
  },
  {
    id: "created",
    header: text.columns.created,
    width: "140px",
    hidden: true,
    value: (project) => project.createdAt,
    cell: (project) => <Time at={project.createdAt} />,
  },
  {
    id: "updated",
    header: text.columns.updated,
    width: "130px",
    value: (project) => project.updatedAt,
    cell: (project) => <Time at={project.updatedAt} />,
  },
];

const states = (["active", "archived", "deleted"] as const).map((value) => ({ value, label: text.states[value] }));

function ProjectLink({ project }: { project: Project }) {
  const { slug } = useWorkspace();
  return (
    <Link to="/w/$workspace/p/$project" params={{ workspace: slug, project: project.id }} className="truncate font-medium hover:underline">
      {project.name}
    </Link>
  );
}

/** Home of a workspace: its projects, and what was done last. */
export function ProjectListPage({ filter, onFilterChange, onOpen }: ProjectListPageProps) {
  const workspace = useWorkspace();
  const mayCreate = useCan("project.write");
  const [creating, setCreating] = useState(false);
  const projects = useInfiniteQuery({ ...projectsQuery(workspace.id, useDebounced(filter)), placeholderData: (previous) => previous });
  const paging = usePaging(projects);

  const create = mayCreate ? (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {text.create}
    </Button>
  ) : null;

  return (
    <Page title={text.title} description={workspace.name} action={create} layout="fill">
      <div className="grid min-h-0 flex-1 gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <QueryView query={projects} loading={<LoadingRows label={text.loading} />} failure={text.failed}>
          {(rows) => (
            <DataTable
              label={text.title}
              columns={columns}
              rows={rows}
              rowId={idOf}
              onOpen={onOpen}
              sort={toSort(filter.sort)}
              onSortChange={(sort) => onFilterChange({ sort: sort.id === "name" || sort.id === "created" ? sort.id : "updated" })}
              {...paging}
              csvName="projects"
              filters={<Filters filter={filter} onChange={onFilterChange} />}
              empty={<NoProjects filter={filter} onClear={() => onFilterChange({ q: undefined })} action={create} />}
            />
          )}
        </QueryView>
        <aside aria-labelledby="recent-changes" className="min-h-0 overflow-y-auto max-xl:hidden">
          <h2 id="recent-changes" className="mb-2 px-2 font-medium text-muted text-sm">
            {text.recent}
          </h2>
          {projects.data ? <RecentChanges projects={projects.data.slice(0, 4)} /> : null}
        </aside>
      </div>
      <CreateProjectDialog open={creating} onOpenChange={setCreating} onCreated={onOpen} />
    </Page>
  );
}

const idOf = (project: Project) => project.id;
const toSort = (sort: ProjectFilter["sort"]): Sort => ({ id: sort, descending: sort !== "name" });

function Filters({ filter, onChange }: { filter: ProjectFilter; onChange: (change: Partial<ProjectFilter>) => void }) {
  return (
    <>
      <div className="relative w-64 max-w-full">
        <Search className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint" aria-hidden />
        <Input
          type="search"
          data-filter
          aria-label={text.search}
          placeholder={text.search}
          value={filter.q ?? ""}
          onChange={(event) => onChange({ q: event.target.value || undefined })}
          className="pl-8"
        />
      </div>
      <Select
        aria-label={text.state}
        value={filter.state}
        onValueChange={(state) => onChange({ state })}
        options={states}
        className="w-32"
      />
    </>
  );
}

function NoProjects({ filter, onClear, action }: { filter: ProjectFilter; onClear: () => void; action: ReactNode }) {
  if (filter.q) {
    return (
      <Empty icon={Search} title={text.noMatchTitle} action={<Button onClick={onClear}>{text.clearFilter}</Button>}>
        {text.noMatchText}
      </Empty>
    );
  }
  if (filter.state !== "active") {
    return (
      <Empty icon={Box} title={text.noneIn[filter.state]}>
        {text.noneInText[filter.state]}
      </Empty>
    );
  }
  return (
    <Empty icon={Box} title={text.noneTitle} action={action}>
      {action ? text.noneText : text.noneReadOnly}
    </Empty>
  );
}
