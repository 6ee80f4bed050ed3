import type { ReactNode } from "react";
import { CopyButton } from "@/components/copy-button.tsx";
import { Sheet, SheetContent } from "@/components/ui/sheet.tsx";
import { formatExact } from "@/lib/format.ts";
import type { Entry } from "./queries.ts";
import { text } from "./text.ts";

/** One entry with everything that was recorded. */
export function AuditEntrySheet({ entry, onClose }: { entry: Entry | null; onClose: () => void }) {
  return (
    <Sheet open={entry !== null} onOpenChange={(open) => !open && onClose()}>
      {entry ? (
        <SheetContent title={text.action(entry.action)}>
          <dl className="space-y-4 px-5 py-4 text-sm">
            <Fact label={text.columns.at}>{formatExact(new Date(entry.createdAt))}</Fact>
            <Fact label={text.columns.actor}>
              {entry.actor.name ?? text.nobody}
              <span className="text-muted"> · {text.actorKinds[entry.actor.kind] ?? entry.actor.kind}</span>
            </Fact>
            <Fact label={text.columns.address}>{entry.address ?? text.none}</Fact>
            <Fact label={text.exact}>
              <code className="font-mono text-xs">{entry.action}</code>
            </Fact>
            <Fact label={text.target}>{entry.target ? <Copied value={entry.target} /> : text.none}</Fact>
            <Fact label={text.request}>{entry.requestId ? <Copied value={entry.requestId} /> : text.none}</Fact>
            <Fact label={text.details}>
              <pre className="mt-1 overflow-x-auto rounded-md border bg-sunken p-3 font-mono text-xs">
                {JSON.stringify(entry.details, null, 2)}
              </pre>
            </Fact>
          </dl>
        </SheetContent>
      ) : null}
    </Sheet>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="mt-0.5 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

function Copied({ value }: { value: string }) {
  return (
    <span className="inline-flex items-center gap-0.5">
      <code className="font-mono text-xs">{value}</code>
      <CopyButton value={value} label={text.copy} />
    </span>
  );
}
