import { Link } from "@tanstack/react-router";
import { Check, ChevronsUpDown, LayoutGrid } from "lucide-react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu.tsx";
import { useWorkspace } from "@/lib/workspace.ts";
import { text } from "./text.ts";
import { useMe } from "./use-me.ts";

export function WorkspaceSwitch() {
  const current = useWorkspace();
  const { memberships } = useMe();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`${text.switchWorkspace}: ${current.name}`}
        className="flex h-10 w-full items-center gap-2.5 rounded-md px-2 text-left hover:bg-pressed"
      >
        <Mark name={current.name} />
        <span className="min-w-0 flex-1 truncate font-semibold text-sm">{current.name}</span>
        <ChevronsUpDown className="size-4 shrink-0 text-faint" aria-hidden />
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-(--radix-dropdown-menu-trigger-width) min-w-52">
        {memberships.map((membership) => (
          <DropdownMenuItem key={membership.workspaceId} asChild>
            <Link to="/w/$workspace" params={{ workspace: membership.slug }}>
              <Mark name={membership.name} />
              <span className="min-w-0 flex-1 truncate">{membership.name}</span>
              {membership.workspaceId === current.id ? <Check aria-label="Current" /> : null}
            </Link>
          </DropdownMenuItem>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link to="/workspaces">
            <LayoutGrid aria-hidden />
            {text.allWorkspaces}
          </Link>
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function Mark({ name }: { name: string }) {
  return (
    <span aria-hidden className="flex size-6 shrink-0 items-center justify-center rounded-md bg-accent font-semibold text-on-fill text-xs">
      {[...name][0]?.toUpperCase()}
    </span>
  );
}
