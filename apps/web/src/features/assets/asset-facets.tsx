import type { AssetFacets as Facets } from "@slate/schema/api";
import { CornerLeftUp, X } from "lucide-react";
import { folderOf, join, nameOf } from "@/features/files/paths.ts";
import { cn } from "@/lib/cn.ts";
import { formatCount } from "@/lib/format.ts";
import { AssetIcon } from "./asset-icon.tsx";
import { lookOf } from "./asset-types.ts";
import type { Narrowing } from "./queries.ts";
import { text } from "./text.ts";

type AssetFacetsProps = { facets: Facets | undefined; filter: Narrowing; onChange: (change: Narrowing) => void };

/** What the list can be narrowed by, with how many assets there are of each. */
export function AssetFacets({ facets, filter, onChange }: AssetFacetsProps) {
  const types = filter.type?.split(",") ?? [];
  // Of nothing there is nothing to choose.
  if (!facets || (facets.total.count === 0 && Object.keys(filter).length === 0)) return null;
  const toggleType = (type: string) => {
    const next = types.includes(type) ? types.filter((one) => one !== type) : [...types, type];
    onChange({ type: next.join(",") || undefined });
  };
  return (
    <div className="space-y-5">
      {facets.type.length > 0 || types.length > 0 ? (
        <Group title={text.facets.type}>
          {withChosen(facets.type, types).map(({ value, count }) => (
            <Choice
              key={value}
              icon={<AssetIcon type={value} />}
              label={lookOf(value).many}
              count={count}
              chosen={types.includes(value)}
              onToggle={() => toggleType(value)}
            />
          ))}
        </Group>
      ) : null}
      <Group title={text.facets.problem}>
        {(Object.keys(text.problems) as (keyof typeof text.problems)[]).map((problem) => (
          <Choice
            key={problem}
            label={text.problems[problem]}
            chosen={filter.problem === problem}
            onToggle={() => onChange({ problem: filter.problem === problem ? undefined : problem })}
          />
        ))}
      </Group>
      {facets.label.length > 0 || filter.label ? (
        <Group title={text.facets.label}>
          {withChosen(facets.label, filter.label ? [filter.label] : []).map(({ value, count }) => (
            <Choice
              key={value}
              label={value}
              count={count}
              chosen={filter.label === value}
              onToggle={() => onChange({ label: filter.label === value ? undefined : value })}
            />
          ))}
        </Group>
      ) : null}
      {facets.unityProject.length > 1 || filter.unityProject !== undefined ? (
        <Group title={text.facets.unityProject}>
          {withChosen(facets.unityProject, filter.unityProject === undefined ? [] : [filter.unityProject]).map(({ value, count }) => (
            <Choice
              key={value}
              label={value || text.rootProject}
              count={count}
              chosen={filter.unityProject === value}
              onToggle={() => onChange({ unityProject: filter.unityProject === value ? undefined : value })}
            />
          ))}
        </Group>
      ) : null}
      {facets.folder.length > 0 || filter.folder ? (
        <Group title={text.facets.folder}>
          {filter.folder ? (
            <button
              type="button"
              title={filter.folder}
              aria-label={text.upFolder(filter.folder)}
              onClick={() => onChange({ folder: folderOf(filter.folder ?? "") || undefined })}
              className="flex w-full items-center gap-2 rounded-md bg-selected px-2 py-1 text-left font-medium text-sm hover:bg-hover"
            >
              <CornerLeftUp className="size-3.5 shrink-0 text-muted" aria-hidden />
              <span className="min-w-0 flex-1 truncate">{nameOf(filter.folder)}</span>
            </button>
          ) : null}
          {facets.folder.map(({ value, count }) => (
            <Choice
              key={value}
              label={value}
              count={count}
              chosen={false}
              onToggle={() => onChange({ folder: join(filter.folder ?? "", value) })}
            />
          ))}
        </Group>
      ) : null}
    </div>
  );
}

/** What is chosen stays on the list, also when the rest of the filter leaves nothing of it. */
const withChosen = (facet: Facets["type"], chosen: string[]) => [
  ...facet,
  ...chosen.filter((value) => !facet.some((one) => one.value === value)).map((value) => ({ value, count: 0 })),
];

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-1 px-2 font-medium text-faint text-xs">{title}</h2>
      {children}
    </section>
  );
}

type ChoiceProps = { icon?: React.ReactNode; label: string; count?: number; chosen: boolean; onToggle: () => void };

function Choice({ icon, label, count, chosen, onToggle }: ChoiceProps) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onToggle}
      className={cn(
        "flex w-full items-center gap-2 rounded-md px-2 py-1 text-left text-sm hover:bg-hover pointer-coarse:min-h-10",
        chosen && "bg-selected font-medium",
      )}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate" title={label}>
        {label}
      </span>
      {chosen ? (
        <X className="size-3.5 text-muted" aria-hidden />
      ) : count === undefined ? null : (
        <span className="text-muted text-xs tabular">{formatCount(count)}</span>
      )}
    </button>
  );
}
