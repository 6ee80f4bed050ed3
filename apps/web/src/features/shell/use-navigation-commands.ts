import { useNavigate, useParams } from "@tanstack/react-router";
import { type Command, useCommands } from "@/components/commands/registry.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { text } from "./text.ts";

/** `g f` and its like: the places of the workspace and of the project at hand. */
export function useNavigationCommands() {
  const workspace = useWorkspace().slug;
  const { project } = useParams({ strict: false });
  const navigate = useNavigate();
  const group = text.goTo;

  const ofProject = (project: string): Command[] => [
    {
      keys: "g f",
      label: text.goFiles,
      group,
      run: () => void navigate({ to: "/w/$workspace/p/$project/files/$", params: { workspace, project, _splat: "" } }),
    },
    {
      keys: "g a",
      label: text.goAssets,
      group,
      run: () => void navigate({ to: "/w/$workspace/p/$project/assets", params: { workspace, project } }),
    },
    {
      keys: "g h",
      label: text.goHealth,
      group,
      run: () => void navigate({ to: "/w/$workspace/p/$project/health", params: { workspace, project } }),
    },
    {
      keys: "g c",
      label: text.goChanges,
      group,
      run: () => void navigate({ to: "/w/$workspace/p/$project/changes", params: { workspace, project } }),
    },
    {
      keys: "g e",
      label: text.goErrors,
      group,
      run: () => void navigate({ to: "/w/$workspace/p/$project/errors", params: { workspace, project } }),
    },
  ];

  useCommands([
    ...(project ? ofProject(project) : []),
    { keys: "g p", label: text.goProjects, group, run: () => void navigate({ to: "/w/$workspace", params: { workspace } }) },
    {
      keys: "g m",
      label: text.goMembers,
      group,
      run: () => void navigate({ to: "/w/$workspace/settings/members", params: { workspace } }),
    },
    {
      keys: "/",
      label: text.focusFilter,
      group: text.general,
      run: () => document.querySelector<HTMLInputElement>("[data-filter]")?.focus(),
    },
  ]);
}
