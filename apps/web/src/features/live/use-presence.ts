import { useEffect } from "react";
import { inWorkspace, slate } from "@/lib/slate.ts";
import { useLive } from "./follow-workspace.ts";

/** The server forgets a tab after 45 s without a beat. */
const beatMs = 20_000;

/** This tab, for as long as it lives. */
const clientId = crypto.randomUUID();

type Place = { projectId?: string | null; fileId?: string | null };

/** Tells the others where this tab is looking. */
export function usePresenceBeat(workspaceId: string, { projectId = null, fileId = null }: Place) {
  useEffect(() => {
    const beat = (leave: boolean) => {
      // Nobody waits for it, and the next one follows soon.
      slate
        .POST("/api/events/presence", { body: { clientId, projectId, fileId, leave }, headers: inWorkspace(workspaceId), keepalive: leave })
        .catch(() => {});
    };
    const onHide = () => beat(true);
    const onVisible = () => {
      if (document.visibilityState === "visible") beat(false);
    };
    beat(false);
    const timer = setInterval(onVisible, beatMs);
    window.addEventListener("pagehide", onHide);
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      clearInterval(timer);
      window.removeEventListener("pagehide", onHide);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [workspaceId, projectId, fileId]);
}

type Person = { id: string; name: string; avatar: string | null };

/** Who else is in a place: each person once, without oneself. */
export function usePeopleAt(myId: string, place: Place): Person[] {
  const people = useLive((state) => state.people);
  const here = people.filter(
    (person) =>
      person.userId !== myId &&
      (place.projectId === undefined || person.projectId === place.projectId) &&
      (place.fileId === undefined || person.fileId === place.fileId),
  );
  return [...new Map(here.map(({ userId, name, avatar }) => [userId, { id: userId, name, avatar }])).values()];
}
