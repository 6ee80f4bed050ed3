import { create } from "zustand";

/** What was typed into a file and not saved, and the version it was typed over. */
export type Draft = { text: string; baseVersion: number };

type Drafts = { drafts: Readonly<Record<string, Draft>>; put: (fileId: string, draft: Draft) => void; drop: (fileId: string) => void };

const storageKey = "slate.drafts";

/** Unsaved text of this tab, by file. It outlives moving between files and reloading the page. */
export const useDrafts = create<Drafts>((set) => ({
  drafts: recall(),
  put: (fileId, draft) => set(({ drafts }) => ({ drafts: { ...drafts, [fileId]: draft } })),
  drop: (fileId) => set(({ drafts: { [fileId]: _, ...rest } }) => ({ drafts: rest })),
}));

let timer: ReturnType<typeof setTimeout> | undefined;
useDrafts.subscribe(() => {
  clearTimeout(timer);
  timer = setTimeout(remember, 300);
});
if (typeof window !== "undefined") {
  window.addEventListener("pagehide", remember);
  window.addEventListener("beforeunload", (event) => {
    // Kept for a reload, but not when the tab is closed for good.
    if (Object.keys(useDrafts.getState().drafts).length > 0) event.preventDefault();
  });
}

function remember() {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(useDrafts.getState().drafts));
  } catch {
    // Storage is full or forbidden: the text lives in memory as long as the page.
  }
}

function recall(): Record<string, Draft> {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? "{}");
  } catch {
    return {};
  }
}
