import { useParams } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { Palette } from "@/components/commands/palette.tsx";
import { ConnectionBadge } from "@/components/connection-badge.tsx";
import { AppShell } from "@/components/shell/app-shell.tsx";
import { SearchButton } from "@/components/shell/search-button.tsx";
import { AvatarStack } from "@/components/ui/avatar.tsx";
import { ImportsTray } from "@/features/imports/imports-tray.tsx";
import { useLive } from "@/features/live/follow-workspace.ts";
import { usePeopleAt } from "@/features/live/use-presence.ts";
import { UploadsTray } from "@/features/uploads/uploads-tray.tsx";
import { retryLive } from "@/lib/live.ts";
import { MeMenu } from "./me-menu.tsx";
import { PaletteResults } from "./palette-results.tsx";
import { Rail } from "./rail.tsx";
import { text } from "./text.ts";
import { useMe } from "./use-me.ts";
import { useNavigationCommands } from "./use-navigation-commands.ts";
import { usePlace } from "./use-place.tsx";

/** The frame around every page of a workspace. */
export function Shell({ children }: { children: ReactNode }) {
  const [searching, setSearching] = useState(false);
  const me = useMe();
  const { project } = useParams({ strict: false });
  const state = useLive((live) => live.state);
  const people = usePeopleAt(me.id, { projectId: project });
  useNavigationCommands();

  return (
    <AppShell
      rail={<Rail />}
      breadcrumbs={usePlace()}
      actions={
        <>
          <SearchButton onOpen={() => setSearching(true)} />
          <AvatarStack people={people} label={text.here} limit={3} />
          <ConnectionBadge state={state} onRetry={retryLive} />
          <MeMenu />
        </>
      }
    >
      {children}
      {/* Long work of this tab, at the lower edge of every page. */}
      <div className="fixed bottom-4 left-4 z-40 w-[min(24rem,calc(100vw-2rem))] space-y-2 empty:hidden">
        <ImportsTray />
        <UploadsTray projectId={project} />
      </div>
      <Palette
        open={searching}
        onOpenChange={setSearching}
        results={(query, close) => <PaletteResults query={query} projectId={project} onDone={close} />}
      />
    </AppShell>
  );
}
