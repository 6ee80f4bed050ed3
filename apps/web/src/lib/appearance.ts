import { create } from "zustand";

/** `system` follows the operating system. */
export const themes = ["system", "light", "dark"] as const;
export const densities = ["comfortable", "compact"] as const;
export type Theme = (typeof themes)[number];
export type Density = (typeof densities)[number];
export type Appearance = { theme: Theme; density: Density };

// The same keys are read by public/theme.js before first paint.
const storageKeys = { theme: "slate.theme", density: "slate.density" } as const;

/** How the app looks in this browser, applied to the document as it changes. */
export const useAppearance = create<Appearance>(() => ({
  theme: asTheme(recall(storageKeys.theme)),
  density: asDensity(recall(storageKeys.density)),
}));

const listeners = new Set<(choice: Appearance) => void>();

/** Takes what the person has just chosen here. */
export function chooseAppearance(change: Partial<Appearance>) {
  adoptAppearance(change);
  for (const listener of listeners) listener(useAppearance.getState());
}

/** Hears of choices made in this tab, for as long as the answer is not called. */
export function onAppearanceChosen(listener: (choice: Appearance) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes what was chosen elsewhere. */
export function adoptAppearance(change: Partial<Appearance>) {
  const next = { ...useAppearance.getState(), ...change };
  remember(storageKeys.theme, next.theme);
  remember(storageKeys.density, next.density);
  useAppearance.setState(next);
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
    if (event.key === storageKeys.theme) useAppearance.setState({ theme: asTheme(event.newValue) });
    if (event.key === storageKeys.density) useAppearance.setState({ density: asDensity(event.newValue) });
  });
  apply();
}

function asTheme(value: string | null): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}

function asDensity(value: string | null): Density {
  return densities.find((density) => density === value) ?? "comfortable";
}

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
