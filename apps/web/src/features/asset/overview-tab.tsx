import type { AssetDetail } from "@slate/schema/api";
import { Link } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/copy-button.tsx";
import { Bytes, Count } from "@/components/quantity.tsx";
import { Time } from "@/components/time.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { useWorkspace } from "@/lib/workspace.ts";
import { AssetLink } from "./asset-link.tsx";
import { Preview } from "./preview.tsx";
import { text } from "./text.ts";

/** What an asset looks like and what is known about it. */
export function OverviewTab({ asset }: { asset: AssetDetail }) {
  const { metadata, counts } = asset;
  return (
    <div className="mx-auto grid max-w-[100rem] gap-6 px-4 py-5 sm:px-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="min-w-0 space-y-6">
        <Preview asset={asset} />
        {asset.warningList.length > 0 ? <Warnings asset={asset} /> : null}
        <Record title={text.importerSettings} entries={metadata.importerSettings} />
        {metadata.countsByClass ? <Record title={text.contents} entries={metadata.countsByClass} /> : null}
        {metadata.subAssets && metadata.subAssets.length > 0 ? (
          <Block title={text.subAssets}>
            <ul className="max-h-60 divide-y overflow-y-auto rounded-lg border bg-surface text-sm">
              {metadata.subAssets.map(({ localId, name }) => (
                <li key={localId} className="flex items-center gap-3 px-3 py-1.5">
                  <span className="min-w-0 flex-1 truncate">{name}</span>
                  <code className="font-mono text-muted text-xs">{localId}</code>
                </li>
              ))}
            </ul>
          </Block>
        ) : null}
        <Record title={text.origin} entries={metadata.origin} />
      </div>
      <section aria-label={text.about} className="h-fit min-w-0 rounded-lg border bg-surface">
        <dl className="divide-y text-sm">
          <Fact label={text.facts.guid}>
            <span className="flex min-w-0 items-center justify-end gap-1">
              <code className="truncate font-mono text-xs">{asset.guid}</code>
              <CopyButton value={asset.guid} label={text.copyGuid} />
            </span>
          </Fact>
          {asset.declaredGuid ? (
            <Fact label={text.facts.declaredGuid}>
              <code className="break-all font-mono text-danger text-xs">{asset.declaredGuid}</code>
            </Fact>
          ) : null}
          <Fact label={text.facts.size}>
            <Bytes value={asset.size} />
          </Fact>
          {metadata.width && metadata.height ? (
            <Fact label={text.facts.dimensions}>
              {metadata.width} × {metadata.height}
            </Fact>
          ) : null}
          <Fact label={text.facts.version}>
            <Count value={asset.version} />
          </Fact>
          <Fact label={text.facts.updated}>
            <Time at={asset.updatedAt} />
          </Fact>
          {metadata.importer ? <Fact label={text.facts.importer}>{metadata.importer}</Fact> : null}
          {metadata.serialization ? (
            <Fact label={text.facts.serialization}>{text.serializations[metadata.serialization] ?? metadata.serialization}</Fact>
          ) : null}
          {metadata.unityVersion ? <Fact label={text.facts.unityVersion}>{metadata.unityVersion}</Fact> : null}
          {metadata.basePrefabGuid ? (
            <Fact label={text.facts.basePrefab}>
              <AssetLink guid={metadata.basePrefabGuid}>{metadata.basePrefabGuid.slice(0, 8)}…</AssetLink>
            </Fact>
          ) : null}
          {metadata.scriptGuid ? (
            <Fact label={text.facts.script}>
              <AssetLink guid={metadata.scriptGuid}>{metadata.scriptClass ?? `${metadata.scriptGuid.slice(0, 8)}…`}</AssetLink>
            </Fact>
          ) : null}
          <Fact label={text.facts.objects}>
            <Count value={counts.components} />
          </Fact>
          <Fact label={text.facts.uses}>
            <TabLink tab="references">
              <Count value={counts.usedBy} />
            </TabLink>
          </Fact>
          <Fact label={text.facts.references}>
            <Count value={counts.references} />
          </Fact>
          {counts.missing > 0 ? (
            <Fact label={text.facts.missing}>
              <span className="text-danger">
                <Count value={counts.missing} />
              </span>
            </Fact>
          ) : null}
          {metadata.assetBundle ? <Fact label={text.facts.assetBundle}>{metadata.assetBundle}</Fact> : null}
          {metadata.unityLabels && metadata.unityLabels.length > 0 ? (
            <Fact label={text.facts.unityLabels}>{metadata.unityLabels.join(", ")}</Fact>
          ) : null}
          {asset.collections.length > 0 ? (
            <Fact label={text.facts.collections}>
              <Collections asset={asset} />
            </Fact>
          ) : null}
        </dl>
      </section>
    </div>
  );
}

function TabLink({ tab, children }: { tab: string; children: ReactNode }) {
  return (
    <Link to="." search={{ tab } as never} replace className="text-accent-text hover:underline">
      {children}
    </Link>
  );
}

function Collections({ asset }: { asset: AssetDetail }) {
  const { slug } = useWorkspace();
  return (
    <span className="flex flex-wrap justify-end gap-1">
      {asset.collections.map(({ id, name }) => (
        <Link
          key={id}
          to="/w/$workspace/p/$project/assets"
          params={{ workspace: slug, project: asset.projectId }}
          search={{ collection: id }}
        >
          <Badge>{name}</Badge>
        </Link>
      ))}
    </span>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4 px-3 py-2">
      <dt className="shrink-0 text-muted">{label}</dt>
      <dd className="min-w-0 truncate text-right">{children}</dd>
    </div>
  );
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2 font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Warnings({ asset }: { asset: AssetDetail }) {
  return (
    <Block title={text.warnings}>
      <ul className="divide-y rounded-lg border bg-surface text-sm">
        {asset.warningList.map((warning, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: warnings have no identity but their place
          <li key={index} className="flex items-start gap-2.5 px-3 py-2">
            <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warning" aria-hidden />
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{warning.message}</span>
            {warning.line ? <span className="shrink-0 text-muted text-xs">{text.warningLine(warning.line)}</span> : null}
          </li>
        ))}
      </ul>
    </Block>
  );
}

/** Names and values as they are told; nothing when there are none. */
function Record({ title, entries }: { title: string; entries: Record<string, unknown> | undefined }) {
  const told = Object.entries(entries ?? {});
  if (told.length === 0) return null;
  return (
    <Block title={title}>
      <dl className="grid gap-x-6 rounded-lg border bg-surface px-3 py-1 text-sm sm:grid-cols-2">
        {told.map(([name, value]) => (
          <div key={name} className="flex items-baseline justify-between gap-4 border-b py-1.5 last:border-b-0">
            <dt className="min-w-0 truncate text-muted">{name}</dt>
            <dd className="min-w-0 truncate text-right font-mono text-xs" title={JSON.stringify(value)}>
              {typeof value === "object" ? JSON.stringify(value) : String(value)}
            </dd>
          </div>
        ))}
      </dl>
    </Block>
  );
}
