import type { AssetDetail, Hierarchy } from "@slate/schema/api";
import { useQuery } from "@tanstack/react-query";
import { MousePointerClick } from "lucide-react";
import { Empty } from "@/components/empty.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Split } from "@/components/ui/split.tsx";
import { useWide } from "@/lib/use-wide.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { HierarchyTree } from "./hierarchy-tree.tsx";
import { ObjectPanel } from "./object-panel.tsx";
import { hierarchyQuery } from "./queries.ts";
import { SaveBar } from "./save-bar.tsx";
import { text } from "./text.ts";

type InspectorProps = { asset: AssetDetail; objectId: string | undefined; onObjectChange: (localId: string | undefined) => void };

/** The objects of a prefab, a scene or another asset, and the properties of one of them, to read and to change. */
export function Inspector({ asset, objectId, onObjectChange }: InspectorProps) {
  const workspace = useWorkspace();
  const found = useQuery(hierarchyQuery(workspace.id, asset.id));
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1">
        <QueryView query={found} loading={<LoadingRows label={text.loading} />} failure={text.failed}>
          {(hierarchy) => <Panes asset={asset} hierarchy={hierarchy} objectId={objectId} onObjectChange={onObjectChange} />}
        </QueryView>
      </div>
      {found.data ? <SaveBar asset={asset} version={found.data.version} /> : null}
    </div>
  );
}

function Panes({ asset, hierarchy, objectId, onObjectChange }: InspectorProps & { hierarchy: Hierarchy }) {
  const wide = useWide(768);
  // A file with one object has nothing to choose from.
  const only = hierarchy.nodes.length + hierarchy.objects.length === 1 ? (hierarchy.nodes[0] ?? hierarchy.objects[0]) : undefined;
  const first = hierarchy.nodes[0] ?? hierarchy.objects[0];
  const chosen = objectId ?? (wide ? first?.localId : only?.localId);
  const panel = chosen ? (
    <ObjectPanel
      key={chosen}
      asset={asset}
      hierarchy={hierarchy}
      localId={chosen}
      onSelect={onObjectChange}
      onBack={wide || only ? undefined : () => onObjectChange(undefined)}
    />
  ) : (
    <Empty icon={MousePointerClick} title={first ? text.pick : text.empty}>
      {null}
    </Empty>
  );
  if (only || !first) return panel;
  const tree = <HierarchyTree hierarchy={hierarchy} selectedId={chosen ?? null} onSelect={onObjectChange} />;
  if (!wide) return objectId ? panel : tree;
  return <Split id="inspector" label={text.resize} className="h-full" start={tree} end={panel} initialPx={300} />;
}
