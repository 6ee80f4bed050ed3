// Runs before first paint, so that nobody sees the wrong theme flash. A file of its own because the CSP allows no inline script.
// The keys and values are those of src/lib/appearance.ts.
(() => {
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const chosen = read("slate.theme");
  const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  const root = document.documentElement;
  root.dataset.theme = dark ? "dark" : "light";
  root.dataset.density = read("slate.density") === "compact" ? "compact" : "comfortable";
})();
