import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleCheck } from "lucide-react";
import { Section } from "@/components/page.tsx";
import { Count } from "@/components/quantity.tsx";
import { Button } from "@/components/ui/button.tsx";
import { useWorkspace } from "@/lib/workspace.ts";
import { healthQuery, type Kind } from "./queries.ts";
import { text } from "./text.ts";

/** The project's problems at a glance, each a way to its list; nothing for a project without assets. */
export function HealthSummary({ projectId }: { projectId: string }) {
  const workspace = useWorkspace();
  const { data } = useQuery(healthQuery(workspace.id, projectId));
  if (!data || data.assets.count === 0) return null;
  const found = (Object.keys(text.kinds) as Kind[]).filter((kind) => (data.counts[kind] ?? 0) > 0);
  const params = { workspace: workspace.slug, project: projectId };
  return (
    <Section
      title={text.summaryTitle}
      description={
        <Link to="/w/$workspace/p/$project/assets" params={params} className="hover:underline">
          {text.facts(data.assets.count, data.assets.bytes)}
        </Link>
      }
      action={
        <Button variant="link" asChild>
          <Link to="/w/$workspace/p/$project/health" params={params}>
            {text.allHealth}
          </Link>
        </Button>
      }
    >
      {found.length === 0 ? (
        <p className="flex items-center gap-2 text-sm">
          <CircleCheck className="size-4 text-success" aria-hidden />
          {text.summaryNone}
        </p>
      ) : (
        <ul className="grid gap-x-6 sm:grid-cols-2 lg:grid-cols-3">
          {found.map((kind) => (
            <li key={kind} className="border-b">
              <Link
                to="/w/$workspace/p/$project/health"
                params={params}
                search={{ kind }}
                className="focus-inset flex items-center justify-between gap-3 px-1 py-2 text-sm hover:bg-hover"
              >
                <span className="min-w-0 truncate">{text.kinds[kind].title}</span>
                <span className="font-medium text-warning">
                  <Count value={data.counts[kind] ?? 0} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
