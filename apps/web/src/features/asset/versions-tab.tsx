import type { AssetDetail, AssetVersion } from "@slate/schema/api";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { AuthorMark } from "@/components/author-mark.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { Bytes } from "@/components/quantity.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Time } from "@/components/time.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { useWorkspace } from "@/lib/workspace.ts";
import { assetVersionsQuery } from "./queries.ts";
import { text } from "./text.ts";

/** Every version of an asset: of its file or of its .meta. */
export function VersionsTab({ asset }: { asset: AssetDetail }) {
  const workspace = useWorkspace();
  const versions = useInfiniteQuery(assetVersionsQuery(workspace.id, asset.id));
  return (
    <div className="mx-auto max-w-4xl px-4 py-5 sm:px-6">
      <QueryView query={versions} loading={<LoadingRows label={text.versionsLoading} rows={4} />} failure={text.versionsFailed}>
        {(rows) => (
          <>
            <ol className="divide-y rounded-lg border bg-surface">
              {rows.map((version) => (
                <Line key={version.version} asset={asset} version={version} />
              ))}
            </ol>
            {versions.hasNextPage ? (
              <Button className="mt-3" busy={versions.isFetchingNextPage} onClick={() => versions.fetchNextPage()}>
                {text.older}
              </Button>
            ) : null}
          </>
        )}
      </QueryView>
    </div>
  );
}

function Line({ asset, version }: { asset: AssetDetail; version: AssetVersion }) {
  const { slug } = useWorkspace();
  const params = { workspace: slug, project: asset.projectId };
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-3 text-sm">
      {version.author ? <AuthorMark author={version.author} /> : null}
      <div className="min-w-0 flex-1 basis-60">
        <p className="truncate font-medium">{version.message || text.untold}</p>
        <p className="truncate text-muted text-xs">
          {text.version(version.version)}
          {version.author ? ` · ${version.author.name}` : ""} · <Time at={version.createdAt} /> · <Bytes value={version.size} />
          {version.path === asset.path ? null : ` · ${version.path}`}
        </p>
      </div>
      <Badge tone={version.registry ? "success" : "neutral"} title={version.registry?.digest}>
        {version.registry ? version.registry.tag : text.notPublished}
      </Badge>
      {version.fileVersion && asset.fileId ? (
        <Button size="sm" variant="ghost" asChild>
          <Link
            to="/w/$workspace/p/$project/files/$"
            params={{ ...params, _splat: asset.path }}
            search={{ view: "history", diff: `${version.fileVersion - 1}..${version.fileVersion}` }}
          >
            {text.compareVersion}
          </Link>
        </Button>
      ) : null}
      {version.changesetId ? (
        <Button size="sm" variant="ghost" asChild>
          <Link to="/w/$workspace/p/$project/changes/$changeset" params={{ ...params, changeset: version.changesetId }}>
            {text.openChangeset}
          </Link>
        </Button>
      ) : null}
    </li>
  );
}
