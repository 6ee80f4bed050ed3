import type { Asset } from "@slate/schema/api";
import { useEffect, useState } from "react";
import { cn } from "@/lib/cn.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { AssetIcon } from "./asset-icon.tsx";
import { previewUrl } from "./queries.ts";

/** A picture that is still being made is asked for again for a minute or so, ever later. */
const attempts = 9;
const firstPauseMs = 1000;
const longestPauseMs = 10_000;

type ThumbnailProps = { asset: Pick<Asset, "id" | "version" | "type" | "previewable">; size: 128 | 256 | 512; className?: string };

/** A picture of the asset, or the sign of its type. The name stands beside it, so it says nothing to those who cannot see it. */
export function Thumbnail({ asset, size, className }: ThumbnailProps) {
  const workspace = useWorkspace();
  const url = previewUrl(workspace.id, asset, size);
  const [loaded, setLoaded] = useState<string>();
  const [failures, setFailures] = useState({ url, count: 0 });
  const [attempt, setAttempt] = useState(0);
  const count = failures.url === url ? failures.count : 0;
  useEffect(() => {
    if (count === 0 || count >= attempts) return;
    const timer = setTimeout(() => setAttempt(count), Math.min(longestPauseMs, firstPauseMs * 2 ** (count - 1)));
    return () => clearTimeout(timer);
  }, [count]);
  const pictured = asset.previewable && count < attempts;
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
          key={attempt}
          src={url}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          onLoad={() => setLoaded(url)}
          onError={() => setFailures({ url, count: count + 1 })}
          className={cn("absolute inset-0 size-full object-contain", loaded !== url && "opacity-0")}
        />
      ) : null}
    </span>
  );
}
