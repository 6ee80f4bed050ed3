const keyOf = (id: string) => `slate.split.${id}`;

/** The width this browser last gave a pane, in px. */
export function recallSize(id: string, fallbackPx: number): number {
  try {
    return Number(localStorage.getItem(keyOf(id))) || fallbackPx;
  } catch {
    return fallbackPx;
  }
}

export function rememberSize(id: string, px: number) {
  try {
    localStorage.setItem(keyOf(id), String(px));
  } catch {
    // Without storage the width lasts as long as the page.
  }
}
