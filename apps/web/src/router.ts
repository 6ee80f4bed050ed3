import { createRouter } from "@tanstack/react-router";
import { createQueryClient } from "@/lib/query-client.ts";
import { routeTree } from "./routeTree.gen.ts";

export const queryClient = createQueryClient(() => {});

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: "intent",
  // React Query decides what is fresh; the router asks it every time.
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
