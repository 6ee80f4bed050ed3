import type { Impact } from "@slate/schema/api";
import { CircleCheck, TriangleAlert } from "lucide-react";
import { AssetIcon } from "./asset-icon.tsx";
import { text } from "./text.ts";

/** What breaks: who names the assets, what else is reached through them, what is loaded by path. */
export function ImpactList({ impact, one }: { impact: Impact; one: boolean }) {
  const { act, direct, transitive, byPath } = impact;
  if (act === "delete" && direct.count === 0 && byPath.length === 0) {
    return (
      <p className="flex items-center gap-2 rounded-md bg-success-soft px-3 py-2 text-sm">
        <CircleCheck className="size-4 shrink-0 text-success" aria-hidden />
        {text.impact.noUse(one)}
      </p>
    );
  }
  return (
    <div className="space-y-3 text-sm">
      {act === "move" ? <p className="text-muted">{text.impact.movesKeep}</p> : null}
      {act === "delete" && direct.count > 0 ? (
        <section>
          <p className="flex items-center gap-2 font-medium">
            <TriangleAlert className="size-4 shrink-0 text-danger" aria-hidden />
            {text.impact.direct(direct.count, one)}
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
          <ul tabIndex={0} className="focus-inset mt-2 max-h-48 divide-y overflow-y-auto rounded-md border">
            {direct.assets.map((asset) => (
              <li key={asset.id} className="flex items-center gap-2 px-3 py-1.5">
                <AssetIcon type={asset.type} />
                <span className="min-w-0 flex-1 truncate" title={asset.path}>
                  {asset.path}
                </span>
                <span className="shrink-0 text-muted text-xs">{text.impact.references(asset.references, asset.weakOnly)}</span>
              </li>
            ))}
            {direct.count > direct.assets.length ? (
              <li className="px-3 py-1.5 text-muted">{text.impact.more(direct.count - direct.assets.length)}</li>
            ) : null}
          </ul>
          {transitive.count > direct.count ? <p className="mt-2 text-muted">{text.impact.transitive(transitive.count)}</p> : null}
          {transitive.sceneCount > 0 ? (
            <details className="mt-2">
              <summary className="cursor-pointer rounded-sm text-muted">{text.impact.scenes(transitive.sceneCount)}</summary>
              <ul className="mt-1.5 max-h-40 divide-y overflow-y-auto rounded-md border">
                {transitive.scenes.map((scene) => (
                  <li key={scene.id} className="flex items-center gap-2 px-3 py-1.5">
                    <AssetIcon type={scene.type} />
                    <span className="min-w-0 flex-1 truncate" title={scene.path}>
                      {scene.path}
                    </span>
                  </li>
                ))}
                {transitive.sceneCount > transitive.scenes.length ? (
                  <li className="px-3 py-1.5 text-muted">{text.impact.more(transitive.sceneCount - transitive.scenes.length)}</li>
                ) : null}
              </ul>
            </details>
          ) : null}
        </section>
      ) : null}
      {byPath.length > 0 ? (
        <section>
          <p className="flex items-center gap-2 font-medium">
            <TriangleAlert className="size-4 shrink-0 text-warning" aria-hidden />
            {text.impact.byPath}
          </p>
          <ul className="mt-2 max-h-48 divide-y overflow-y-auto rounded-md border">
            {byPath.map(({ asset, reason }) => (
              <li key={`${asset.id} ${reason}`} className="px-3 py-1.5">
                <span className="block truncate">{asset.path}</span>
                <span className="text-muted text-xs">{reason}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}
