import type { AssetDetail } from "@slate/schema/api";
import { useQuery } from "@tanstack/react-query";
import { QueryView } from "@/components/query-view.tsx";
import { previewUrl } from "@/features/assets/queries.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { readMaterial, toCss } from "./material.ts";
import { PreviewSkeleton } from "./preview.tsx";
import { firstComponentsQuery } from "./queries.ts";
import { text } from "./text.ts";

const materialClassId = 21;

/** What a material looks like, as far as can be told without its shader: a ball in its main colour, and all its colours by name. */
export function MaterialSwatch({ asset }: { asset: AssetDetail }) {
  const workspace = useWorkspace();
  const found = useQuery(firstComponentsQuery(workspace.id, asset.id));
  return (
    <QueryView query={found} loading={<PreviewSkeleton />} failure={text.previewFailed}>
      {(components) => {
        const { main, colours } = readMaterial(components.find(({ classId }) => classId === materialClassId)?.properties);
        return (
          <div className="flex flex-wrap items-center gap-6 rounded-lg border bg-surface p-5">
            {asset.previewable ? (
              <img
                src={previewUrl(workspace.id, asset, 256)}
                alt={text.previewOf(asset.name)}
                className="size-40 shrink-0 rounded-lg object-contain"
              />
            ) : (
              <span
                role="img"
                aria-label={text.previewOf(asset.name)}
                className="size-40 shrink-0 rounded-full shadow-2"
                style={{
                  background: `radial-gradient(circle at 32% 28%, rgb(255 255 255 / 0.75), transparent 38%), radial-gradient(circle at 50% 50%, transparent 45%, rgb(0 0 0 / 0.55)), ${toCss(main)}`,
                }}
              />
            )}
            {colours.length > 0 ? (
              <ul aria-label={text.colours} className="grid min-w-0 flex-1 gap-1.5 text-sm sm:grid-cols-2">
                {colours.map(({ name, colour }) => (
                  <li key={name} className="flex min-w-0 items-center gap-2">
                    <span className="checkered size-5 shrink-0 overflow-hidden rounded-sm border">
                      <span className="block size-full" style={{ background: toCss(colour) }} />
                    </span>
                    <span className="truncate">{name}</span>
                    <code className="ml-auto shrink-0 font-mono text-muted text-xs">
                      {[colour.r, colour.g, colour.b, colour.a].map((part) => Number(part.toFixed(2))).join(" ")}
                    </code>
                  </li>
                ))}
              </ul>
            ) : null}
          </div>
        );
      }}
    </QueryView>
  );
}
