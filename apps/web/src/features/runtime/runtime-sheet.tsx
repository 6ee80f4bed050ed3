import type { LogLine } from "@slate/schema/api";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { LoadingRows } from "@/components/loading.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Select } from "@/components/ui/select.tsx";
import { Sheet, SheetContent } from "@/components/ui/sheet.tsx";
import { cn } from "@/lib/cn.ts";
import { formatExact } from "@/lib/format.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { runtimeLogsQuery, runtimeSessionQuery } from "./queries.ts";
import { text } from "./text.ts";

const levels = ["debug", "info", "warning", "error"] as const satisfies LogLine["level"][];
const options = levels.map((value) => ({ value, label: text.levels[value] }));
const colours: Record<LogLine["level"], string> = { debug: "text-faint", info: "", warning: "text-warning", error: "text-danger" };

/** One run with its log. */
export function RuntimeSheet({ projectId, id, onClose }: { projectId: string; id: string | undefined; onClose: () => void }) {
  return (
    <Sheet open={id !== undefined} onOpenChange={(open) => !open && onClose()}>
      <SheetContent title={text.run} className="max-w-3xl">
        {id ? <Log projectId={projectId} id={id} /> : null}
      </SheetContent>
    </Sheet>
  );
}

function Log({ projectId, id }: { projectId: string; id: string }) {
  const workspace = useWorkspace();
  const [least, setLeast] = useState<LogLine["level"]>("debug");
  const { data: session } = useQuery(runtimeSessionQuery(workspace.id, projectId, id));
  const log = useQuery(runtimeLogsQuery(workspace.id, projectId, id, session?.status === "running"));
  return (
    <QueryView query={log} loading={<LoadingRows label={text.logLoading} />} failure={text.logFailed}>
      {({ lines, total }) => (
        <div className="px-5 py-4">
          <div className="mb-3 flex flex-wrap items-center gap-3 text-sm">
            <p className="min-w-0 flex-1 text-muted tabular">
              {session ? `${text.statuses[session.status]} · ${formatExact(new Date(session.startedAt))} · ` : null}
              {text.kept(lines.length, total)}
            </p>
            <Select aria-label={text.level} value={least} onValueChange={setLeast} options={options} className="w-32" />
          </div>
          {lines.length === 0 ? <p className="text-muted text-sm">{text.noLines}</p> : null}
          <ol aria-label={text.log} className="overflow-x-auto rounded-md bg-sunken py-2 font-mono text-xs empty:hidden">
            {lines
              .map(({ level = "info", ...line }) => ({ ...line, level }))
              .filter(({ level }) => levels.indexOf(level) >= levels.indexOf(least))
              .map((line, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
                <li key={index} className={cn("flex gap-3 px-3 py-0.5", colours[line.level])}>
                  <time dateTime={line.at} className="shrink-0 text-muted tabular">
                    {new Date(line.at).toLocaleTimeString()}
                  </time>
                  <span className="w-14 shrink-0">{text.levels[line.level]}</span>
                  <span className="min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]">{line.message}</span>
                </li>
              ))}
          </ol>
        </div>
      )}
    </QueryView>
  );
}
