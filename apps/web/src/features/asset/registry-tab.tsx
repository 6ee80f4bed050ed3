import type { AssetDetail, AssetVersion } from "@slate/schema/api";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Package } from "lucide-react";
import { useState } from "react";
import { CopyButton } from "@/components/copy-button.tsx";
import { Empty } from "@/components/empty.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { Section } from "@/components/page.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Select } from "@/components/ui/select.tsx";
import { useWorkspace } from "@/lib/workspace.ts";
import { assetVersionsQuery } from "./queries.ts";
import { text } from "./text.ts";

/** Where registry clients find each version, and how they take it from there. */
export function RegistryTab({ asset }: { asset: AssetDetail }) {
  const workspace = useWorkspace();
  const versions = useInfiniteQuery(assetVersionsQuery(workspace.id, asset.id));
  return (
    <div className="mx-auto max-w-4xl px-4 py-5 sm:px-6">
      <QueryView query={versions} loading={<LoadingRows label={text.versionsLoading} rows={4} />} failure={text.versionsFailed}>
        {(rows) => <Coordinates asset={asset} versions={rows.filter(({ registry }) => registry !== null)} />}
      </QueryView>
    </div>
  );
}

function Coordinates({ asset, versions }: { asset: AssetDetail; versions: AssetVersion[] }) {
  const [chosen, setChosen] = useState<number>();
  const version = versions.find((one) => one.version === chosen) ?? versions[0];
  if (!version?.registry) {
    return (
      <Empty icon={Package} title={text.notPublished}>
        {text.registryNone}
      </Empty>
    );
  }
  const { repository, tag, digest } = version.registry;
  const host = location.host;
  const plain = location.protocol === "http:";
  const reference = `${host}/${repository}:${tag}`;
  const folder = asset.name.replace(/[^A-Za-z0-9._-]+/g, "-");
  return (
    <>
      <p className="text-muted text-sm">{text.registryIntro}</p>
      <div className="mt-4 flex items-center gap-3">
        <span className="font-medium text-sm">{text.registryVersion}</span>
        <Select
          aria-label={text.registryVersion}
          value={String(version.version)}
          onValueChange={(value) => setChosen(Number(value))}
          options={versions.map((one) => ({ value: String(one.version), label: `${one.version} · ${one.registry?.tag}` }))}
          className="w-auto min-w-40"
        />
      </div>
      <dl className="mt-4 divide-y rounded-lg border bg-surface text-sm">
        <Line label={text.repository} value={`${host}/${repository}`} />
        <Line label={text.tag} value={tag} />
        <Line label={text.digest} value={digest} />
      </dl>
      <div className="mt-8">
        <Section title={text.commands} description={text.commandsNote}>
          <div className="space-y-3">
            <Command label={text.login} command={`oras login ${plain ? "--plain-http " : ""}${host} --username slate --password-stdin`} />
            <Command label={text.pull} command={`oras pull ${plain ? "--plain-http " : ""}${reference} --output ${folder}`} />
            <Command label={text.inspect} command={`skopeo inspect ${plain ? "--tls-verify=false " : ""}--raw docker://${reference}`} />
            <Command
              label={text.copyOut}
              command={`skopeo copy ${plain ? "--src-tls-verify=false " : ""}docker://${reference} dir:${folder}`}
            />
            <Command label={text.podman} command={`podman artifact pull ${plain ? "--tls-verify=false " : ""}${reference}`} />
          </div>
        </Section>
      </div>
    </>
  );
}

function Line({ label, value }: { label: string; value: string }) {
  return (
    <div className="flex items-center gap-4 px-3 py-1.5">
      <dt className="w-24 shrink-0 text-muted">{label}</dt>
      <dd className="flex min-w-0 flex-1 items-center gap-1">
        <code className="min-w-0 flex-1 truncate font-mono text-xs" title={value}>
          {value}
        </code>
        <CopyButton value={value} label={text.copy(label.toLowerCase())} />
      </dd>
    </div>
  );
}

function Command({ label, command }: { label: string; command: string }) {
  return (
    <div>
      <p className="mb-1 text-muted text-xs">{label}</p>
      <p className="flex items-start gap-2 rounded-md border bg-sunken py-1.5 pr-1.5 pl-3">
        <code className="min-w-0 flex-1 break-all py-1 font-mono text-xs">{command}</code>
        <CopyButton value={command} label={text.copy(label.toLowerCase())} />
      </p>
    </div>
  );
}
