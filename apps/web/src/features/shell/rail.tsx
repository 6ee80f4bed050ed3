import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import {
  Boxes,
  Bug,
  FolderTree,
  Gamepad2,
  HeartPulse,
  History,
  House,
  KeyRound,
  LayoutGrid,
  ScrollText,
  Search,
  Settings,
  Users,
} from "lucide-react";
import { RailGroup, RailLabel, railLinkClasses } from "@/components/shell/rail.tsx";
import { projectQuery } from "@/features/projects/queries.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { text } from "./text.ts";
import { WorkspaceSwitch } from "./workspace-switch.tsx";

const exact = { exact: true, includeSearch: false } as const;
const within = { includeSearch: false } as const;

/** Workspace, project, and the places inside them. */
export function Rail() {
  const workspace = useWorkspace();
  const { project } = useParams({ strict: false });
  const mayKeepKeys = useCan("key.manage");
  const mayReadAudit = useCan("audit.read");
  const mayManage = useCan("workspace.manage");
  const params = { workspace: workspace.slug };
  return (
    <>
      <div className="p-2">
        <WorkspaceSwitch />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {project ? <ProjectPlaces projectId={project} /> : null}
        <RailGroup title={text.workspace}>
          <Link to="/w/$workspace" params={params} activeOptions={exact} className={railLinkClasses}>
            <RailLabel icon={LayoutGrid}>{text.projects}</RailLabel>
          </Link>
          <Link to="/w/$workspace/search" params={params} activeOptions={within} className={railLinkClasses}>
            <RailLabel icon={Search}>{text.search}</RailLabel>
          </Link>
          <Link to="/w/$workspace/settings/members" params={params} activeOptions={within} className={railLinkClasses}>
            <RailLabel icon={Users}>{text.members}</RailLabel>
          </Link>
          {mayKeepKeys ? (
            <Link to="/w/$workspace/settings/keys" params={params} activeOptions={within} className={railLinkClasses}>
              <RailLabel icon={KeyRound}>{text.apiKeys}</RailLabel>
            </Link>
          ) : null}
          {mayReadAudit ? (
            <Link to="/w/$workspace/audit" params={params} activeOptions={within} className={railLinkClasses}>
              <RailLabel icon={ScrollText}>{text.audit}</RailLabel>
            </Link>
          ) : null}
          {mayManage ? (
            <Link to="/w/$workspace/settings" params={params} activeOptions={exact} className={railLinkClasses}>
              <RailLabel icon={Settings}>{text.settings}</RailLabel>
            </Link>
          ) : null}
        </RailGroup>
      </div>
    </>
  );
}

function ProjectPlaces({ projectId }: { projectId: string }) {
  const workspace = useWorkspace();
  const { data: project } = useQuery(projectQuery(workspace.id, projectId));
  const mayWrite = useCan("project.write");
  const params = { workspace: workspace.slug, project: projectId };
  return (
    <RailGroup title={project?.name ?? "…"}>
      <Link to="/w/$workspace/p/$project" params={params} activeOptions={exact} className={railLinkClasses}>
        <RailLabel icon={House}>{text.overview}</RailLabel>
      </Link>
      <Link to="/w/$workspace/p/$project/files/$" params={{ ...params, _splat: "" }} activeOptions={within} className={railLinkClasses}>
        <RailLabel icon={FolderTree}>{text.files}</RailLabel>
      </Link>
      <Link to="/w/$workspace/p/$project/assets" params={params} activeOptions={within} className={railLinkClasses}>
        <RailLabel icon={Boxes}>{text.assets}</RailLabel>
      </Link>
      <Link to="/w/$workspace/p/$project/health" params={params} activeOptions={within} className={railLinkClasses}>
        <RailLabel icon={HeartPulse}>{text.health}</RailLabel>
      </Link>
      <Link to="/w/$workspace/p/$project/changes" params={params} activeOptions={within} className={railLinkClasses}>
        <RailLabel icon={History}>{text.changes}</RailLabel>
      </Link>
      <Link to="/w/$workspace/p/$project/runtime" params={params} activeOptions={within} className={railLinkClasses}>
        <RailLabel icon={Gamepad2}>{text.runtime}</RailLabel>
      </Link>
      <Link to="/w/$workspace/p/$project/errors" params={params} activeOptions={within} className={railLinkClasses}>
        <RailLabel icon={Bug}>{text.errors}</RailLabel>
      </Link>
      {mayWrite ? (
        <Link to="/w/$workspace/p/$project/settings" params={params} activeOptions={within} className={railLinkClasses}>
          <RailLabel icon={Settings}>{text.settings}</RailLabel>
        </Link>
      ) : null}
    </RailGroup>
  );
}
