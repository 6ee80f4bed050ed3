import type { AssetDetail } from "@slate/schema/api";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { CodeEditor } from "@/components/code-editor/code-editor.tsx";
import { Loading } from "@/components/loading.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { AssetIcon } from "@/features/assets/asset-icon.tsx";
import { assetContentUrl, previewUrl } from "@/features/assets/queries.ts";
import { contentQuery } from "@/features/files/queries.ts";
import { readText } from "@/features/files/text-format.ts";
import { languageOf } from "@/lib/languages.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { MaterialSwatch } from "./material-swatch.tsx";
import { previewKindOf } from "./preview-kind.ts";
import { text } from "./text.ts";

const ModelView = lazy(() => import("./model-view.tsx"));

/** The largest text that is shown, and the largest model that a browser turns smoothly. */
const textLimitBytes = 2 * 1024 * 1024;
const modelLimitBytes = 64 * 1024 * 1024;

/** The asset as people see or hear it. */
export function Preview({ asset }: { asset: AssetDetail }) {
  const workspace = useWorkspace();
  const url = assetContentUrl(workspace.id, asset);
  const kind = previewKindOf(asset);
  switch (kind) {
    case "model":
      if (asset.size > modelLimitBytes) return <Nothing asset={asset} why={text.tooLarge(modelLimitBytes)} />;
      return (
        <Suspense fallback={<PreviewSkeleton />}>
          <ModelView key={url} asset={asset} url={url} />
        </Suspense>
      );
    case "audio":
      return (
        <div className="flex h-40 flex-col items-center justify-center gap-4 rounded-lg border bg-sunken p-4">
          <AssetIcon type={asset.type} className="size-8 text-faint" />
          {/* biome-ignore lint/a11y/useMediaCaption: sounds of a game come without captions */}
          <audio controls preload="metadata" src={url} aria-label={text.previewOf(asset.name)} className="w-full max-w-lg" />
        </div>
      );
    case "video":
      return (
        // biome-ignore lint/a11y/useMediaCaption: videos of a game come without captions
        <video
          controls
          preload="metadata"
          src={url}
          aria-label={text.previewOf(asset.name)}
          className="max-h-[28rem] w-full rounded-lg border bg-sunken"
        />
      );
    case "material":
      return <MaterialSwatch asset={asset} />;
    case "text":
      return asset.size > textLimitBytes ? <Nothing asset={asset} why={text.tooLarge(textLimitBytes)} /> : <TextPreview asset={asset} />;
    case "picture":
      return (
        <a
          href={url}
          target="_blank"
          rel="noreferrer"
          title={text.original}
          className="checkered flex max-h-[32rem] min-h-40 items-center justify-center overflow-hidden rounded-lg border p-3"
        >
          <img
            src={previewUrl(workspace.id, asset, 512)}
            alt={text.previewOf(asset.name)}
            className="max-h-[30rem] max-w-full object-contain [image-rendering:auto]"
          />
        </a>
      );
    default:
      return <Nothing asset={asset} why={text.noPreview} />;
  }
}

function TextPreview({ asset }: { asset: AssetDetail }) {
  const workspace = useWorkspace();
  const content = useQuery(contentQuery(workspace.id, asset.fileId ?? "", asset.fileVersion ?? 0));
  return (
    <QueryView query={content} loading={<PreviewSkeleton />} failure={text.previewFailed}>
      {(stored) => (
        <CodeEditor
          label={asset.path}
          documentId={`${asset.fileId}@${asset.fileVersion}`}
          value={readText(stored).text}
          language={languageOf(asset.path)}
          readOnly
          className="h-[28rem] rounded-lg border"
        />
      )}
    </QueryView>
  );
}

function Nothing({ asset, why }: { asset: AssetDetail; why: string }) {
  return (
    <div className="flex h-40 flex-col items-center justify-center gap-3 rounded-lg border bg-sunken text-muted text-sm">
      <AssetIcon type={asset.type} className="size-8 text-faint" />
      {why}
    </div>
  );
}

export function PreviewSkeleton() {
  return (
    <Loading label={text.preview}>
      <Skeleton className="h-72 rounded-lg" />
    </Loading>
  );
}
