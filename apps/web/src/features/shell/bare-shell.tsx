import { Link } from "@tanstack/react-router";
import { LayoutGrid, MonitorSmartphone, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { AppShell } from "@/components/shell/app-shell.tsx";
import { RailGroup, RailLabel, railLinkClasses } from "@/components/shell/rail.tsx";
import { recallWorkspace } from "@/lib/last-workspace.ts";
import { MeMenu } from "./me-menu.tsx";
import { text } from "./text.ts";
import { useMe } from "./use-me.ts";

/** The frame of pages that stand outside any workspace: one's own account, and the list of workspaces. */
export function BareShell({ children }: { children: ReactNode }) {
  const { memberships } = useMe();
  const back = memberships.find(({ slug }) => slug === recallWorkspace()) ?? memberships[0];
  return (
    <AppShell
      rail={
        <>
          {back ? (
            <RailGroup title={text.workspace}>
              <Link to="/w/$workspace" params={{ workspace: back.slug }} className={railLinkClasses}>
                <RailLabel icon={LayoutGrid}>{back.name}</RailLabel>
              </Link>
            </RailGroup>
          ) : null}
          <RailGroup title={text.me}>
            <Link to="/me/profile" className={railLinkClasses}>
              <RailLabel icon={UserRound}>{text.profile}</RailLabel>
            </Link>
            <Link to="/me/sessions" className={railLinkClasses}>
              <RailLabel icon={MonitorSmartphone}>{text.sessions}</RailLabel>
            </Link>
          </RailGroup>
        </>
      }
      breadcrumbs={null}
      actions={<MeMenu />}
    >
      {children}
    </AppShell>
  );
}
