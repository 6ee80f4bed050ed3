import { createRouter } from "@tanstack/react-router";
import { NotFound } from "@/components/not-found.tsx";
import { PageError } from "@/components/page-error.tsx";
import { profileQuery } from "@/features/session/queries.ts";
import { createQueryClient } from "@/lib/query-client.ts";
import { routeTree } from "./routeTree.gen.ts";

export const queryClient = createQueryClient(() => {
  queryClient.setQueryData(profileQuery.queryKey, null);
  // Signed out elsewhere, or for too long: back to the door, and from there to this very place.
  if (router.state.location.pathname.startsWith("/sign-in")) return;
  void router.navigate({ to: "/sign-in", search: { to: router.state.location.href } });
});

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: "intent",
  // React Query decides what is fresh; the router asks it every time.
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: PageError,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
