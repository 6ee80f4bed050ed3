import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { BookOpen, LogOut, MonitorSmartphone, UserRound } from "lucide-react";
import { ThemeMenuItems } from "@/components/theme-menu.tsx";
import { Avatar } from "@/components/ui/avatar.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { forgetPerson, signOut } from "@/features/session/queries.ts";
import { text } from "./text.ts";
import { useMe } from "./use-me.ts";

export function MeMenu() {
  const me = useMe();
  const navigate = useNavigate();
  const queryClient = useQueryClient();

  async function leave() {
    try {
      await signOut();
    } catch {
      toast.error(text.signOutFailed);
      return;
    }
    await forgetPerson(queryClient, () => navigate({ to: "/sign-in", replace: true }));
  }

  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={text.me}
        className="flex size-8 items-center justify-center rounded-full hover:bg-hover pointer-coarse:size-10"
      >
        <Avatar person={me} />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="max-h-(--radix-popper-available-height) w-60">
        <div className="flex items-center gap-3 px-2 py-2">
          <Avatar person={me} size="lg" />
          <div className="min-w-0">
            <p className="truncate font-medium text-sm">{me.name}</p>
            <p className="truncate text-muted text-xs">{me.email}</p>
          </div>
        </div>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link to="/me/profile">
            <UserRound aria-hidden />
            {text.profile}
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem asChild>
          <Link to="/me/sessions">
            <MonitorSmartphone aria-hidden />
            {text.sessions}
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem asChild>
          <a href="/docs" target="_blank" rel="noreferrer">
            <BookOpen aria-hidden />
            {text.apiDocs}
          </a>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <ThemeMenuItems />
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => void leave()}>
          <LogOut aria-hidden />
          {text.signOut}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
