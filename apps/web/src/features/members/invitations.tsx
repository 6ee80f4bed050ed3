import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Section } from "@/components/page.tsx";
import { Time } from "@/components/time.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { keys } from "@/lib/query-keys.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { invitationsQuery, withdrawInvitation } from "./queries.ts";
import { text } from "./text.ts";

export function Invitations() {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const { data } = useInfiniteQuery(invitationsQuery(workspace.id));
  const withdraw = useMutation({
    mutationFn: (id: string) => withdrawInvitation(workspace.id, id),
    onSuccess: () => toast.success(text.withdrawn),
    onError: (error) => toast.error(text.withdrawFailed, { description: error.message }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.invitations(workspace.id) }),
  });
  if (!data) return null;
  return (
    <div className="mt-8">
      <Section title={text.open} description={text.openText}>
        {data.length === 0 ? <p className="text-muted text-sm">{text.noneOpen}</p> : null}
        <ul className="divide-y rounded-lg border bg-surface empty:hidden">
          {data.map((invitation) => (
            <li key={invitation.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 text-sm">
              <span className="min-w-0 flex-1 basis-48 truncate">{invitation.email ?? text.anybody}</span>
              <Badge>{text.roles[invitation.role]}</Badge>
              <span className="text-muted text-xs">
                {text.by} {invitation.invitedBy} · {text.expires} <Time at={invitation.expiresAt} />
              </span>
              <Button
                size="sm"
                variant="ghost"
                busy={withdraw.isPending && withdraw.variables === invitation.id}
                onClick={() => withdraw.mutate(invitation.id)}
              >
                {text.withdraw}
              </Button>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
