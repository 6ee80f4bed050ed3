import { createFileRoute, Outlet } from "@tanstack/react-router";
import { BareShell } from "@/features/shell/bare-shell.tsx";

export const Route = createFileRoute("/_app/me")({
  component: () => (
    <BareShell>
      <Outlet />
    </BareShell>
  ),
});
