import { create } from "zustand";

/** What the person chose; `system` follows the operating system. */
export type Theme = "system" | "light" | "dark";
export type Density = "comfortable" | "compact";

type Appearance = {
  theme: Theme;
  density: Density;
  setTheme: (theme: Theme) => void;
  setDensity: (density: Density) => void;
};

// The same keys are read by public/theme.js before first paint.
const themeKey = "slate.theme";
const densityKey = "slate.density";

function remember(key: string, value: string) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that forbids storage still gets the choice for as long as the tab lives.
  }
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Theme and density of this browser, applied to the document as they change. */
export const useAppearance = create<Appearance>((set) => ({
  theme: asTheme(recall(themeKey)),
  density: recall(densityKey) === "compact" ? "compact" : "comfortable",
  setTheme: (theme) => {
    remember(themeKey, theme);
    set({ theme });
  },
  setDensity: (density) => {
    remember(densityKey, density);
    set({ density });
  },
}));

function asTheme(value: string | null): Theme {
  return value === "light" || value === "dark" ? value : "system";
}

/** Keeps the document in step with the choice, the system and other tabs. Call once, at start. */
export function followAppearance() {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const { theme, density } = useAppearance.getState();
    const root = document.documentElement;
    root.dataset.theme = theme === "system" ? (system.matches ? "dark" : "light") : theme;
    root.dataset.density = density;
    const canvas = getComputedStyle(root).getPropertyValue("background-color");
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", canvas);
  };
  useAppearance.subscribe(apply);
  system.addEventListener("change", apply);
  window.addEventListener("storage", (event) => {
    if (event.key === themeKey) useAppearance.setState({ theme: asTheme(event.newValue) });
    if (event.key === densityKey) useAppearance.setState({ density: event.newValue === "compact" ? "compact" : "comfortable" });
  });
  apply();
}
