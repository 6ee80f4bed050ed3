import type { Presence } from "@slate/schema/api";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { create } from "zustand";
import { type LiveState, watchWorkspace } from "@/lib/live.ts";
import { keys } from "@/lib/query-keys.ts";
import { type LiveEvent, whatChanged } from "./what-changed.ts";

type LiveStore = { state: LiveState; people: Presence["people"] };

/** Whether this tab hears of changes, and who else is here. */
export const useLive = create<LiveStore>(() => ({ state: "connecting", people: [] }));

/** Keeps the cache of a workspace in step with what others do, for as long as the component is mounted. */
export function useLiveUpdates(workspaceId: string) {
  const queryClient = useQueryClient();
  useEffect(() => {
    const openedAt = Date.now();
    const stop = watchWorkspace(workspaceId, (said) => {
      if (said.kind === "state") {
        useLive.setState({ state: said.state });
        // Nothing was replayed: what was read before this moment may be out of date.
        if (said.fresh) refreshOlderThan(queryClient, workspaceId, openedAt, Date.now());
        return;
      }
      const { type, data } = said.message;
      if (type === "reset") void queryClient.invalidateQueries({ queryKey: keys.workspace(workspaceId) });
      else if (type === "presence") useLive.setState({ people: (JSON.parse(data) as Presence).people });
      else for (const queryKey of whatChanged(JSON.parse(data) as LiveEvent, workspaceId)) void queryClient.invalidateQueries({ queryKey });
    });
    return () => {
      stop();
      useLive.setState({ state: "connecting", people: [] });
    };
  }, [workspaceId, queryClient]);
}

function refreshOlderThan(queryClient: QueryClient, workspaceId: string, openedAt: number, connectedAt: number) {
  void queryClient.invalidateQueries({
    queryKey: keys.workspace(workspaceId),
    // Read while the connection was still being made, or long before; a page that has just loaded is not read twice.
    predicate: ({ state }) => state.dataUpdatedAt < (connectedAt - openedAt > 1000 ? connectedAt : openedAt),
  });
}
