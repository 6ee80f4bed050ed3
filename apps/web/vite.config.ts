import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `vite dev` sends API calls; the built app is served by the gateway itself. */
const gatewayUrl = process.env.SLATE_GATEWAY_URL ?? "http://localhost:8088";

const libraries = (names: string) => new RegExp(`[\\\\/]node_modules[\\\\/](?:${names})[\\\\/]`);

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: "react",
      autoCodeSplitting: true,
      quoteStyle: "double",
      semicolons: true,
      routeFileIgnorePattern: "\\.test\\.",
    }),
    react(),
    tailwindcss(),
  ],
  resolve: { tsconfigPaths: true },
  server: {
    host: "127.0.0.1",
    proxy: Object.fromEntries(
      ["/api", "/docs", "/health", "/openapi.json"].map((path) => [
        path,
        // The services take writes from their own page only, which in development comes from another port.
        { target: gatewayUrl, headers: { Origin: gatewayUrl } },
      ]),
    ),
  },
  worker: { format: "es" },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // Long-lived libraries keep their own hash, so that a release of ours leaves them in the browser's cache.
        codeSplitting: {
          groups: [
            { name: "react", test: libraries("react|react-dom|scheduler"), priority: 2 },
            { name: "tanstack", test: libraries("@tanstack"), priority: 2 },
            { name: "schema", test: (id) => /[\\/]packages[\\/]schema[\\/]/.test(id) || libraries("zod").test(id), priority: 2 },
            {
              name: "radix",
              test: libraries("@radix-ui|@floating-ui|radix-ui|aria-hidden|react-remove-scroll|cmdk|sonner"),
              priority: 1,
              minShareCount: 2,
            },
            // Small pieces that many pages share travel together; what is fetched on demand (editor, diff, languages) does not.
            {
              name: "ui",
              test: (id) =>
                /[\\/]src[\\/](?:components|lib)[\\/](?!code-editor|diff|languages)/.test(id) || libraries("lucide-react").test(id),
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
});
