import type { Asset } from "@slate/schema/api";
import { useState } from "react";
import { cn } from "@/lib/cn.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { AssetIcon } from "./asset-icon.tsx";
import { previewUrl } from "./queries.ts";

type ThumbnailProps = { asset: Pick<Asset, "id" | "version" | "type" | "previewable">; size: 128 | 256 | 512; className?: string };

/** A picture of the asset, or the sign of its type. The name stands beside it, so it says nothing to those who cannot see it. */
export function Thumbnail({ asset, size, className }: ThumbnailProps) {
  const workspace = useWorkspace();
  const url = previewUrl(workspace.id, asset, size);
  const [failed, setFailed] = useState<string>();
  const [loaded, setLoaded] = useState<string>();
  const pictured = asset.previewable && failed !== url;
  return (
    <span
      className={cn(
        "relative flex items-center justify-center overflow-hidden bg-sunken",
        pictured && loaded === url && "checkered",
        className,
      )}
    >
      {pictured && loaded === url ? null : <AssetIcon type={asset.type} className={size === 128 ? "size-4" : "size-8 text-faint"} />}
      {pictured ? (
        <img
          src={url}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          onLoad={() => setLoaded(url)}
          onError={() => setFailed(url)}
          className="absolute inset-0 size-full object-contain"
        />
      ) : null}
    </span>
  );
}
