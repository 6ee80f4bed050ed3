import type { TreeEntry } from "@slate/schema/api";
import { useQueries } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { TreeNode } from "@/components/tree/tree-model.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { folderQuery } from "./queries.ts";

/** A line of the file tree. Its id is its path. */
export type FileNode = TreeNode & { entry: TreeEntry };

/** The folders that are open, and the root, as the tree asks for them. */
export function useTreeData(projectId: string, expanded: ReadonlySet<string>) {
  const workspace = useWorkspace();
  const folders = useMemo(() => ["", ...expanded], [expanded]);
  // The identity of `combine` is what keeps its result from being made anew on every render.
  const combine = useCallback(
    (results: { data: TreeEntry[] | undefined; error: Error | null }[]) => ({
      byFolder: new Map(results.map((result, index) => [folders[index] ?? "", result.data?.map(toNode)])),
      error: results[0]?.error ?? null,
    }),
    [folders],
  );
  const { byFolder, error } = useQueries({ queries: folders.map((folder) => folderQuery(workspace.id, projectId, folder)), combine });
  const childrenOf = useCallback((folder: FileNode | null) => byFolder.get(folder?.id ?? ""), [byFolder]);
  return { childrenOf, error };
}

const toNode = (entry: TreeEntry): FileNode => ({ id: entry.path, name: entry.name, folder: entry.kind === "folder", entry });
