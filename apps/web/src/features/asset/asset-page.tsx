import type { AssetDetail } from "@slate/schema/api";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { LoadingRows } from "@/components/loading.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { tabClasses } from "@/components/ui/tabs.tsx";
import { assetByGuidQuery } from "@/features/assets/queries.ts";
import { useTitle } from "@/lib/title.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { AssetHeader } from "./asset-header.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import { ReferencesTab } from "./references-tab.tsx";
import { RegistryTab } from "./registry-tab.tsx";
import { text } from "./text.ts";
import { VersionsTab } from "./versions-tab.tsx";

const Inspector = lazy(async () => ({ default: (await import("@/features/inspector/inspector.tsx")).Inspector }));

/** What of an asset is on screen; lives in the address. */
export type AssetState = {
  tab?: "inspector" | "references" | "versions" | "registry";
  /** Of the references: which way. */
  show?: "needs" | "graph";
  /** In the inspector: the object that is selected, by its local id. */
  object?: string;
};

type AssetPageProps = {
  projectId: string;
  guid: string;
  state: AssetState;
  onStateChange: (state: AssetState) => void;
  onGone: () => void;
};

/** One asset: what it is, what it is made of, who uses it, how it came to be. */
export function AssetPage(props: AssetPageProps) {
  const workspace = useWorkspace();
  const found = useQuery(assetByGuidQuery(workspace.id, props.projectId, props.guid));
  return (
    <QueryView query={found} loading={<LoadingRows label={text.loading} />} failure={text.failed}>
      {(asset) => <Found {...props} asset={asset} />}
    </QueryView>
  );
}

function Found({ asset, state, onStateChange, onGone }: AssetPageProps & { asset: AssetDetail }) {
  useTitle(asset.name);
  const inspectable = asset.metadata.serialization === "yaml" && asset.fileId !== null;
  const tab = state.tab === "inspector" && !inspectable ? undefined : state.tab;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <AssetHeader asset={asset} onGone={onGone} />
      <nav aria-label={text.parts} className="flex shrink-0 overflow-x-auto border-b px-2 sm:px-4">
        {(["overview", "inspector", "references", "versions", "registry"] as const).map((name) =>
          name === "inspector" && !inspectable ? null : (
            <Link
              key={name}
              to="."
              search={(name === "overview" ? {} : { tab: name }) as never}
              replace
              activeOptions={{ exact: true }}
              aria-current={(tab ?? "overview") === name ? "page" : undefined}
              className={tabClasses}
            >
              {text.tabs[name]}
            </Link>
          ),
        )}
      </nav>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {tab === "inspector" ? (
          <Suspense fallback={<LoadingRows label={text.loading} />}>
            <Inspector
              key={asset.id}
              asset={asset}
              objectId={state.object}
              onObjectChange={(object) => onStateChange({ tab: "inspector", object })}
            />
          </Suspense>
        ) : tab === "references" ? (
          <ReferencesTab asset={asset} show={state.show} onShowChange={(show) => onStateChange({ tab: "references", show })} />
        ) : tab === "versions" ? (
          <VersionsTab asset={asset} />
        ) : tab === "registry" ? (
          <RegistryTab asset={asset} />
        ) : (
          <OverviewTab asset={asset} />
        )}
      </div>
    </div>
  );
}
