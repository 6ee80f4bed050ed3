import type { AssetDetail, Hierarchy, InspectedComponent, InspectedObject } from "@slate/schema/api";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, ChevronRight, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Empty } from "@/components/empty.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { AssetLink } from "@/features/asset/asset-link.tsx";
import { isApiError } from "@/lib/api-error.ts";
import { cn } from "@/lib/cn.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { InspectedContext } from "./inspected-context.ts";
import { PropertyList } from "./property-list.tsx";
import { objectQuery } from "./queries.ts";
import { text } from "./text.ts";

type ObjectPanelProps = {
  asset: AssetDetail;
  hierarchy: Hierarchy;
  localId: string;
  onSelect: (localId: string) => void;
  onBack?: () => void;
};

/** One object: its name and where it comes from, then a section for each of its components. */
export function ObjectPanel({ asset, hierarchy, localId, onSelect, onBack }: ObjectPanelProps) {
  const workspace = useWorkspace();
  const found = useQuery(objectQuery(workspace.id, asset.id, localId));
  if (isApiError(found.error) && found.error.status === 404 && !found.data) {
    return (
      <Empty icon={TriangleAlert} title={text.objectGone}>
        {null}
      </Empty>
    );
  }
  return (
    <div className="h-full min-h-0 overflow-y-auto bg-surface">
      <QueryView query={found} loading={<LoadingRows label={text.objectLoading} />} failure={text.objectFailed}>
        {(object) => <Shown asset={asset} hierarchy={hierarchy} object={object} onSelect={onSelect} onBack={onBack} />}
      </QueryView>
    </div>
  );
}

function Shown({ asset, hierarchy, object, onSelect, onBack }: Omit<ObjectPanelProps, "localId"> & { object: InspectedObject }) {
  const mayWrite = useCan("asset.write");
  const prefabName = object.names.find(({ guid }) => guid === object.prefab?.guid);
  return (
    <InspectedContext value={{ asset, hierarchy, object, mayEdit: mayWrite && object.editable, onSelect }}>
      <header className="border-b px-4 py-3">
        <div className="flex items-center gap-2">
          {onBack ? <IconButton icon={ArrowLeft} label={text.backToTree} onClick={onBack} className="-ml-2" /> : null}
          <h2 className="min-w-0 flex-1 truncate font-semibold text-lg">{object.name}</h2>
          {object.active ? null : <Badge>{text.inactive}</Badge>}
        </div>
        {object.objectPath !== object.name && object.objectPath !== "" ? (
          <p className="truncate text-muted text-xs" title={object.objectPath}>
            {object.objectPath}
          </p>
        ) : null}
        {object.prefab ? (
          <p className="mt-1 text-accent-text text-sm">
            {object.prefab.kind === "missing" ? (
              <span className="text-danger">{text.missingPrefab}</span>
            ) : (
              <AssetLink guid={object.prefab.guid} title={prefabName?.path ?? undefined}>
                {text.prefab(prefabName?.name ?? object.prefab.guid)}
              </AssetLink>
            )}
          </p>
        ) : null}
        {!object.editable ? <Notice>{text.readOnlyFile}</Notice> : !mayWrite ? <Notice>{text.readOnlyRole}</Notice> : null}
        {object.editable && mayWrite && object.prefab ? <Notice>{text.fromPrefab}</Notice> : null}
      </header>
      {object.components.map((component) => (
        <ComponentSection key={`${component.localId} ${component.classId}`} component={component} />
      ))}
    </InspectedContext>
  );
}

const Notice = ({ children }: { children: ReactNode }) => <p className="mt-1 text-muted text-xs">{children}</p>;

function ComponentSection({ component }: { component: InspectedComponent }) {
  const [open, setOpen] = useState(true);
  const { type, scriptGuid, missingScript, enabled, added, overrides, properties, truncated } = component;
  return (
    <section aria-label={type} className="border-b">
      <h3 className="sticky top-0 z-10 flex items-center gap-2 bg-canvas pr-3 text-sm">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="focus-inset flex h-9 min-w-0 flex-1 items-center gap-1.5 pl-3 text-left font-medium hover:bg-hover pointer-coarse:h-11"
        >
          <ChevronRight className={cn("size-3.5 shrink-0 text-faint transition-transform", open && "rotate-90")} aria-hidden />
          <span className={cn("truncate", enabled === false && "text-muted")}>{type}</span>
        </button>
        {missingScript ? (
          <Badge tone="danger">
            <TriangleAlert aria-hidden />
            {text.missingScript}
          </Badge>
        ) : null}
        {enabled === false ? <Badge>{text.disabled}</Badge> : null}
        {added ? <Badge tone="success">{text.added}</Badge> : null}
        {overrides > 0 ? <Badge tone="accent">{text.overrides(overrides)}</Badge> : null}
        {scriptGuid && !missingScript ? (
          <AssetLink guid={scriptGuid} className="shrink-0 text-muted text-xs">
            {text.script}
          </AssetLink>
        ) : null}
      </h3>
      {open ? (
        properties.length > 0 ? (
          <>
            <PropertyList component={component} />
            {truncated ? <p className="px-4 pb-2 text-muted text-xs">{text.shortened}</p> : null}
          </>
        ) : (
          <p className="px-4 py-3 text-muted text-sm">{text.noProperties}</p>
        )
      ) : null}
    </section>
  );
}
