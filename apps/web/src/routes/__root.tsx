import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Outlet } from "@tanstack/react-router";
import { ShortcutSheet } from "@/components/commands/shortcut-sheet.tsx";
import { RouteAnnouncer } from "@/components/shell/route-announcer.tsx";
import { Toaster } from "@/components/ui/toaster.tsx";
import { TooltipProvider } from "@/components/ui/tooltip.tsx";

export const Route = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Root });

function Root() {
  return (
    <TooltipProvider delayDuration={400} skipDelayDuration={200}>
      <Outlet />
      <ShortcutSheet />
      <RouteAnnouncer />
      <Toaster />
    </TooltipProvider>
  );
}
