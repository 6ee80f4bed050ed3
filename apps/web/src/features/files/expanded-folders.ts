import { create } from "zustand";

type Expanded = { byProject: Readonly<Record<string, ReadonlySet<string>>> };

/** Which folders are open in this tab, by project: leaving the tree and coming back finds it as it was. */
const useStore = create<Expanded>(() => ({ byProject: {} }));

const none: ReadonlySet<string> = new Set();

export function useExpandedFolders(projectId: string) {
  const expanded = useStore((state) => state.byProject[projectId] ?? none);
  return [expanded, (next: ReadonlySet<string>) => expand(projectId, next)] as const;
}

/** Opens folders without closing any. */
export function openFolders(projectId: string, folders: readonly string[]) {
  const open = useStore.getState().byProject[projectId] ?? none;
  if (folders.every((folder) => open.has(folder))) return;
  expand(projectId, new Set([...open, ...folders]));
}

function expand(projectId: string, expanded: ReadonlySet<string>) {
  useStore.setState(({ byProject }) => ({ byProject: { ...byProject, [projectId]: expanded } }));
}
