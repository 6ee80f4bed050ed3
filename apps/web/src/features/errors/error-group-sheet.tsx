import type { ErrorLog } from "@slate/schema/api";
import { useInfiniteQuery } from "@tanstack/react-query";
import { LoadingRows } from "@/components/loading.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Time } from "@/components/time.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Sheet, SheetContent } from "@/components/ui/sheet.tsx";
import { useWorkspace } from "@/lib/workspace.ts";
import { occurrencesQuery } from "./queries.ts";
import { SeverityBadge } from "./severity-badge.tsx";
import { text } from "./text.ts";

type ErrorGroupSheetProps = { projectId: string; fingerprint: string | undefined; onClose: () => void };

/** One problem: each time it was reported, with its stack. */
export function ErrorGroupSheet({ projectId, fingerprint, onClose }: ErrorGroupSheetProps) {
  const workspace = useWorkspace();
  const found = useInfiniteQuery({
    ...occurrencesQuery(workspace.id, projectId, fingerprint ?? ""),
    enabled: fingerprint !== undefined,
  });
  return (
    <Sheet open={fingerprint !== undefined} onOpenChange={(open) => !open && onClose()}>
      <SheetContent title={found.data?.[0]?.errorType ?? text.title}>
        <QueryView query={found} loading={<LoadingRows label={text.loading} />} failure={text.failed}>
          {(reports) => (
            <div className="px-5 py-4">
              <p className="text-sm [overflow-wrap:anywhere]">{reports[0]?.errorMessage}</p>
              <h3 className="mt-5 mb-2 font-medium text-muted text-xs">{text.occurrences(reports.length, found.hasNextPage)}</h3>
              <ol className="space-y-2">
                {reports.map((report, index) => (
                  <li key={report.id}>
                    <Report report={report} open={index === 0} />
                  </li>
                ))}
              </ol>
              {found.hasNextPage ? (
                <Button className="mt-3" busy={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
                  {text.older}
                </Button>
              ) : null}
            </div>
          )}
        </QueryView>
      </SheetContent>
    </Sheet>
  );
}

function Report({ report, open }: { report: ErrorLog; open: boolean }) {
  const hasContext = Object.keys(report.context).length > 0;
  return (
    <details open={open} className="rounded-lg border">
      <summary className="focus-inset cursor-pointer rounded-lg px-3 py-2 text-sm">
        <Time at={report.createdAt} /> <SeverityBadge severity={report.severity} />
      </summary>
      <div className="space-y-3 border-t px-3 py-3">
        {report.errorStack ? <Block label={text.stack}>{report.errorStack}</Block> : <p className="text-muted text-sm">{text.noStack}</p>}
        {hasContext ? <Block label={text.context}>{JSON.stringify(report.context, null, 2)}</Block> : null}
      </div>
    </details>
  );
}

function Block({ label, children }: { label: string; children: string }) {
  return (
    <div>
      <h4 className="mb-1 text-muted text-xs">{label}</h4>
      <pre className="max-h-80 overflow-auto rounded-md bg-sunken p-3 font-mono text-xs">{children}</pre>
    </div>
  );
}
