import { Menu } from "lucide-react";
import { type ReactNode, useState } from "react";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { Sheet, SheetContent } from "@/components/ui/sheet.tsx";
import { text } from "./text.ts";

type AppShellProps = {
  /** Workspace, project and the places inside it. */
  rail: ReactNode;
  /** Left part of the top bar: where this is. */
  breadcrumbs: ReactNode;
  /** Right part of the top bar: search, presence, connection, me. */
  actions: ReactNode;
  children: ReactNode;
};

/** Rail, top bar and page. Below 1024 px the rail becomes a drawer. */
export function AppShell({ rail, breadcrumbs, actions, children }: AppShellProps) {
  const [drawerOpen, setDrawerOpen] = useState(false);
  return (
    <div className="flex h-full">
      <a
        href="#main"
        className="fixed top-2 left-2 z-60 -translate-y-16 rounded-md bg-accent px-3 py-2 font-medium text-on-fill text-sm focus:translate-y-0"
      >
        {text.skip}
      </a>
      <aside className="hidden w-56 shrink-0 flex-col border-r bg-sunken lg:flex">{rail}</aside>
      <Sheet open={drawerOpen} onOpenChange={setDrawerOpen}>
        <SheetContent side="left" title={text.navigation} titleHidden className="bg-sunken">
          {/* A link in the drawer has done its work once it was followed. */}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the links inside are what is operated */}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: following a link by keyboard clicks it too */}
          <div className="flex h-full flex-col" onClick={(event) => (event.target as Element).closest("a") && setDrawerOpen(false)}>
            {rail}
          </div>
        </SheetContent>
      </Sheet>
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="flex h-12 shrink-0 items-center gap-2 border-b bg-canvas pr-2 pl-2 sm:pr-4 lg:pl-6">
          <IconButton icon={Menu} label={text.navigation} className="lg:hidden" onClick={() => setDrawerOpen(true)} />
          <div className="min-w-0 flex-1">{breadcrumbs}</div>
          <div className="flex shrink-0 items-center gap-1">{actions}</div>
        </header>
        <main id="main" tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
          {children}
        </main>
      </div>
    </div>
  );
}
