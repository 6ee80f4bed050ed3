const key = "slate.workspace";

/** The slug of the workspace this browser was last in, for the way back from pages that belong to none. */
export function recallWorkspace(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function rememberWorkspace(slug: string) {
  try {
    localStorage.setItem(key, slug);
  } catch {
    // Without storage the first workspace is as good.
  }
}
