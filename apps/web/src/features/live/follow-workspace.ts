import type { Presence } from "@slate/schema/api";
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { create } from "zustand";
import { coalesce } from "@/lib/coalesce.ts";
import { type LiveState, watchWorkspace } from "@/lib/live.ts";
import { keys } from "@/lib/query-keys.ts";
import { type LiveEvent, whatChanged } from "./what-changed.ts";

/** While many assets are read or drawn, events about the same list come in bursts. */
const burstPauseMs = 500;

type LiveStore = { state: LiveState; people: Presence["people"] };

/** Whether this tab hears of changes, and who else is here. */
export const useLive = create<LiveStore>(() => ({ state: "connecting", people: [] }));

let followed: { workspaceId: string; stop: () => void } | null = null;

/**
 * Keeps the cache of one workspace in step with what others do. Call it before anything of the workspace is read: what is read
 * while the stream is open already cannot miss a change. Calling it again changes nothing.
 */
export function followWorkspace(queryClient: QueryClient, workspaceId: string) {
  if (followed?.workspaceId === workspaceId) return;
  stopFollowing();
  let joined = false;
  const refresh = coalesce<QueryKey>((queryKey) => void queryClient.invalidateQueries({ queryKey }), burstPauseMs);
  const stop = watchWorkspace(workspaceId, (said) => {
    if (said.kind === "state") {
      useLive.setState({ state: said.state });
      if (said.state !== "live") return;
      // Nothing was replayed for what was read before this tab could hear: it may be out of date.
      if (said.fresh || !joined) refreshOlderThan(queryClient, workspaceId, Date.now());
      joined = true;
      return;
    }
    const { type, data } = said.message;
    if (type === "reset") void queryClient.invalidateQueries({ queryKey: keys.workspace(workspaceId) });
    else if (type === "presence") useLive.setState({ people: (JSON.parse(data) as Presence).people });
    else for (const queryKey of whatChanged(JSON.parse(data) as LiveEvent, workspaceId)) refresh(queryKey);
  });
  followed = { workspaceId, stop };
}

export function stopFollowing() {
  followed?.stop();
  followed = null;
  useLive.setState({ state: "connecting", people: [] });
}

function refreshOlderThan(queryClient: QueryClient, workspaceId: string, atMs: number) {
  void queryClient.invalidateQueries({ queryKey: keys.workspace(workspaceId), predicate: ({ state }) => state.dataUpdatedAt < atMs });
}
