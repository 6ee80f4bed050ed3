import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useRouterState } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Breadcrumb, type Crumb } from "@/components/ui/breadcrumb.tsx";
import { projectQuery } from "@/features/projects/queries.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { text } from "./text.ts";

const sections: Record<string, string> = {
  files: text.files,
  assets: text.assets,
  health: text.health,
  changes: text.changes,
  runtime: text.runtime,
  errors: text.errors,
  settings: text.settings,
  search: text.search,
  members: text.members,
  keys: text.apiKeys,
  audit: text.audit,
};

/** Where this is, from the address: workspace, project, section. */
export function usePlace(): ReactNode {
  const workspace = useWorkspace();
  const { project } = useParams({ strict: false });
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { data } = useQuery({ ...projectQuery(workspace.id, project ?? ""), enabled: project !== undefined });

  const crumbs: Crumb[] = [
    {
      key: "w",
      label: (
        <Link to="/w/$workspace" params={{ workspace: workspace.slug }}>
          {workspace.name}
        </Link>
      ),
    },
  ];
  if (project) {
    const label = (
      <Link to="/w/$workspace/p/$project" params={{ workspace: workspace.slug, project }}>
        {data?.name ?? "…"}
      </Link>
    );
    crumbs.push({ key: "p", label });
  }
  const segment = path.split("/")[project ? 5 : 3];
  const section = segment === "settings" && !project ? path.split("/")[4] || segment : segment;
  if (section && sections[section]) crumbs.push({ key: "s", label: sections[section] });
  return <Breadcrumb crumbs={crumbs} />;
}
