import type { AnyEvent } from "@slate/schema/events";
import type { Config } from "../config.ts";
import { formatFrame } from "../feed/entry.ts";
import type { RealtimeMetrics } from "../metrics.ts";
import type { Person } from "./person.ts";

type Tab = { person: Person; seenAtMs: number; isOurs: boolean };
type Options = { config: Config; meters: RealtimeMetrics; tell: (workspaceId: string, frame: Uint8Array) => void };

export type Board = ReturnType<typeof createBoard>;

/** Who looks at what, by workspace. A tab fades without beats; every change is told to the workspace, a few times a second at most. */
export function createBoard({ config, meters, tell }: Options) {
  const workspaces = new Map<string, Map<string, Tab>>();
  const planned = new Map<string, Timer>();
  const toldAtMs = new Map<string, number>();
  let tabCount = 0;

  // A tab is named by its person too: nobody can speak for somebody else's.
  const keyOf = (userId: string, clientId: string) => `${userId} ${clientId}`;

  function beat(workspaceId: string, person: Person, isOurs: boolean): void {
    const tabs = workspaces.get(workspaceId) ?? new Map<string, Tab>();
    const key = keyOf(person.userId, person.clientId);
    const before = tabs.get(key);
    if (before ? isOld(before.person, person) : isFull(tabs, person.userId)) return;
    workspaces.set(workspaceId, tabs);
    tabs.set(key, { person, seenAtMs: performance.now(), isOurs: isOurs || (before?.isOurs ?? false) });
    if (!before) count(1);
    if (!before || !looksAtSame(before.person, person)) changed(workspaceId);
  }

  const isFull = (tabs: Map<string, Tab>, userId: string) =>
    tabs.size >= config.PRESENCE_LIMIT_TABS ||
    [...tabs.values()].filter((tab) => tab.person.userId === userId).length >= config.PRESENCE_LIMIT_TABS_PER_PERSON;

  function removeWhere(workspaceId: string, matches: (tab: Tab) => boolean): void {
    const tabs = workspaces.get(workspaceId);
    if (!tabs) return;
    const before = tabs.size;
    for (const [key, tab] of tabs) if (matches(tab)) tabs.delete(key);
    if (tabs.size === 0) workspaces.delete(workspaceId);
    count(tabs.size - before);
    if (tabs.size !== before) changed(workspaceId);
  }

  function count(difference: number) {
    tabCount += difference;
    meters.people.set(tabCount);
  }

  function changed(workspaceId: string): void {
    if (planned.has(workspaceId)) return;
    const waitMs = Math.max(0, (toldAtMs.get(workspaceId) ?? 0) + config.PRESENCE_INTERVAL_MS - performance.now());
    const say = () => {
      planned.delete(workspaceId);
      toldAtMs.set(workspaceId, performance.now());
      tell(workspaceId, frameOf(workspaceId));
    };
    planned.set(workspaceId, setTimeout(say, waitMs));
  }

  function frameOf(workspaceId: string): Uint8Array {
    const people = [...(workspaces.get(workspaceId)?.values() ?? [])].map((tab) => tab.person);
    return formatFrame({ event: "presence", data: { workspaceId, people } });
  }

  const fading = setInterval(
    () => {
      const now = performance.now();
      for (const workspaceId of [...workspaces.keys()]) removeWhere(workspaceId, (tab) => tab.seenAtMs < now - config.PRESENCE_TTL_MS);
      for (const [workspaceId, at] of toldAtMs) if (at < now - config.PRESENCE_INTERVAL_MS) toldAtMs.delete(workspaceId);
    },
    Math.min(1000, config.PRESENCE_TTL_MS / 4),
  );

  return {
    beat,
    frameOf,
    leave: (workspaceId: string, userId: string, clientId: string) =>
      removeWhere(workspaceId, ({ person }) => person.userId === userId && person.clientId === clientId),
    /** Takes people off who may not be there any more. */
    onEvent(event: AnyEvent): void {
      if (event.type === "member.removed") {
        const { userId } = event.data;
        removeWhere(event.workspaceId ?? "", ({ person }) => person.userId === userId);
      } else if (event.type === "workspace.deleted") removeWhere(event.workspaceId ?? "", () => true);
    },
    /** The tabs whose beats came to this process. */
    ours: () =>
      [...workspaces].flatMap(([workspaceId, tabs]) =>
        [...tabs.values()].filter((tab) => tab.isOurs).map(({ person }) => ({ workspaceId, person })),
      ),
    stop() {
      clearInterval(fading);
      for (const timer of planned.values()) clearTimeout(timer);
    },
  };
}

const looksAtSame = (a: Person, b: Person) =>
  a.projectId === b.projectId && a.fileId === b.fileId && a.name === b.name && a.avatar === b.avatar;

/** Our own beat come back, or one that another replica repeats for a newcomer: it is no sign of life. */
const isOld = (known: Person, heard: Person) => heard.at < known.at || (heard.at === known.at && looksAtSame(known, heard));
