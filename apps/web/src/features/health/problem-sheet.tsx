import type { Problem } from "@slate/schema/api";
import { ArchiveRestore, Trash } from "lucide-react";
import { CopyButton } from "@/components/copy-button.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Sheet, SheetContent } from "@/components/ui/sheet.tsx";
import { AssetLink } from "@/features/asset/asset-link.tsx";
import { AssetIcon } from "@/features/assets/asset-icon.tsx";
import { nameOf } from "@/features/files/paths.ts";
import { text } from "./text.ts";
import type { Fix } from "./use-fix.ts";

type ProblemSheetProps = { problem: Problem | null; fix: Fix | null; onClose: () => void; onDelete?: (problem: Problem) => void };

/** One problem: where it shows, and what to do about it. */
export function ProblemSheet({ problem, fix, onClose, onDelete }: ProblemSheetProps) {
  const title = problem?.lastKnownPath ?? problem?.asset?.path ?? problem?.guid ?? "";
  return (
    <Sheet open={problem !== null} onOpenChange={(open) => !open && onClose()}>
      <SheetContent title={nameOf(title)}>
        {problem ? (
          <div className="space-y-5 px-5 py-4 text-sm">
            <div>
              <p className="[overflow-wrap:anywhere]">{problem.message}</p>
              {title ? <p className="mt-1 text-muted [overflow-wrap:anywhere]">{title}</p> : null}
            </div>
            {problem.guid ? (
              <p className="flex items-center gap-2">
                <span className="text-muted">{text.guid}</span>
                <code className="min-w-0 truncate font-mono text-xs">{problem.guid}</code>
                <CopyButton value={problem.guid} label={text.copyGuid} />
              </p>
            ) : null}
            <div>
              <h3 className="mb-1 font-medium">{text.howToFix}</h3>
              <p className="text-muted">{text.fixes[problem.kind]}</p>
              <div className="mt-3 flex flex-wrap gap-2">
                {problem.asset ? (
                  <Button asChild>
                    <AssetLink guid={problem.asset.guid} className="hover:no-underline">
                      {text.openAsset}
                    </AssetLink>
                  </Button>
                ) : null}
                {fix ? (
                  <Button variant={fix.danger ? "danger" : "primary"} busy={fix.busy} onClick={fix.run}>
                    {fix.danger ? <Trash aria-hidden /> : <ArchiveRestore aria-hidden />}
                    {fix.label}
                  </Button>
                ) : null}
                {onDelete && problem.asset ? (
                  <Button variant="danger" onClick={() => onDelete(problem)}>
                    <Trash aria-hidden />
                    {text.delete}
                  </Button>
                ) : null}
              </div>
            </div>
            {problem.others.length > 0 ? (
              <div>
                <h3 className="mb-1.5 font-medium">{text.others}</h3>
                <ul className="divide-y rounded-lg border">
                  {problem.others.map((other) => (
                    <li key={other.id} className="flex items-center gap-2 px-3 py-1.5">
                      <AssetIcon type={other.type} />
                      <AssetLink guid={other.guid} className="min-w-0 truncate">
                        {other.path}
                      </AssetLink>
                    </li>
                  ))}
                </ul>
              </div>
            ) : null}
            {problem.references.length > 0 ? (
              <div>
                <h3 className="mb-1.5 font-medium">
                  {problem.count > problem.references.length
                    ? text.shownOf(problem.references.length, problem.count)
                    : text.where(problem.count)}
                </h3>
                <ul className="divide-y rounded-lg border">
                  {problem.references.map(({ from, path }) => (
                    <li key={`${from.id} ${from.localId} ${path}`} className="px-3 py-2">
                      <span className="flex min-w-0 items-center gap-2">
                        <AssetIcon type={from.type} />
                        <AssetLink guid={from.guid} title={from.path} className="min-w-0 truncate font-medium">
                          {nameOf(from.path)}
                        </AssetLink>
                      </span>
                      <span className="block truncate pl-6 text-muted text-xs">
                        {[from.object, from.component].filter(Boolean).join(" · ")}
                      </span>
                      <code className="block truncate pl-6 font-mono text-muted text-xs" title={path}>
                        {path}
                      </code>
                    </li>
                  ))}
                </ul>
              </div>
            ) : null}
          </div>
        ) : null}
      </SheetContent>
    </Sheet>
  );
}
