import { type Member, ROLES, type Role } from "@slate/schema/api";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { UserMinus, UserPlus } from "lucide-react";
import { useMemo, useState } from "react";
import type { Column } from "@/components/data-table/column.ts";
import { DataTable } from "@/components/data-table/data-table.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { Page } from "@/components/page.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Time } from "@/components/time.tsx";
import { Avatar } from "@/components/ui/avatar.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Confirm } from "@/components/ui/confirm.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { Select } from "@/components/ui/select.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { usePaging } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { Invitations } from "./invitations.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { changeRole, membersQuery, removeMember } from "./queries.ts";
import { text } from "./text.ts";

/** Who is in the workspace, in which role, and who is invited. `onLeft`: the person at the keyboard has left it. */
export function MembersPage({ myId, onLeft }: { myId: string; onLeft: () => void }) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const mayManage = useCan("member.manage");
  const members = useInfiniteQuery(membersQuery(workspace.id));
  const paging = usePaging(members);
  const [inviting, setInviting] = useState(false);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey: keys.members(workspace.id) });

  const { mutate: setRole } = useMutation({
    mutationFn: ({ member, role }: { member: Member; role: Role }) => changeRole(workspace.id, member, role),
    onSuccess: (_, { member, role }) => toast.success(text.roleChanged(member.name, role)),
    onError: (error) => toast.error(text.roleFailed, { description: error.message }),
    onSettled: refresh,
  });

  const columns = useMemo<Column<Member>[]>(
    () => [
      {
        id: "name",
        header: text.columns.name,
        pinned: true,
        width: "minmax(180px, 2fr)",
        value: (member) => member.name,
        cell: (member) => (
          <span className="flex items-center gap-2.5">
            <Avatar person={{ ...member, id: member.userId }} />
            <span className="truncate font-medium">{member.name}</span>
            {member.userId === myId ? <span className="text-muted text-xs">({text.you})</span> : null}
          </span>
        ),
      },
      {
        id: "email",
        header: text.columns.email,
        width: "minmax(160px, 2fr)",
        minTableWidthPx: 640,
        value: (member) => member.email,
        cell: (member) => member.email,
      },
      {
        id: "role",
        header: text.columns.role,
        width: "140px",
        value: (member) => ROLES.indexOf(member.role),
        cell: (member) =>
          mayManage && isBelow(member.role, workspace.role) ? (
            <Select
              aria-label={`${text.role}: ${member.name}`}
              value={member.role}
              onValueChange={(role) => setRole({ member, role })}
              options={grantable(workspace.role)}
              className="h-7"
            />
          ) : (
            text.roles[member.role]
          ),
      },
      {
        id: "joined",
        header: text.columns.joined,
        width: "120px",
        minTableWidthPx: 560,
        value: (member) => member.joinedAt,
        cell: (member) => <Time at={member.joinedAt} />,
      },
      {
        id: "actions",
        header: text.columns.actions,
        pinned: true,
        width: "52px",
        align: "end",
        cell: (member) =>
          member.userId === myId || (mayManage && isBelow(member.role, workspace.role)) ? (
            <IconButton
              icon={UserMinus}
              label={member.userId === myId ? text.leave : `${text.remove} ${member.name}`}
              size="icon-sm"
              onClick={() => setLeaving(member)}
            />
          ) : null,
      },
    ],
    [myId, mayManage, workspace.role, setRole],
  );

  return (
    <Page
      title={text.title}
      description={workspace.name}
      action={
        mayManage ? (
          <Button variant="primary" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden />
            {text.invite}
          </Button>
        ) : null
      }
    >
      <QueryView query={members} loading={<LoadingRows label={text.loading} />} failure={text.failed}>
        {(rows) => (
          <DataTable label={text.title} columns={columns} rows={rows} rowId={idOf} {...paging} csvName="members" className="max-h-[60vh]" />
        )}
      </QueryView>
      {mayManage ? <Invitations /> : null}
      <InviteDialog open={inviting} onOpenChange={setInviting} roles={grantable(workspace.role)} />
      <Confirm
        open={leaving !== null}
        onOpenChange={(open) => !open && setLeaving(null)}
        title={leaving?.userId === myId ? text.leaveTitle : text.removeTitle(leaving?.name ?? "")}
        consequences={leaving?.userId === myId ? text.leaveConsequences : text.removeConsequences(leaving?.name ?? "")}
        action={leaving?.userId === myId ? text.leave : text.remove}
        onConfirm={async () => {
          if (!leaving) return;
          await removeMember(workspace.id, leaving);
          if (leaving.userId === myId) return onLeft();
          toast.success(text.removed(leaving.name));
          await refresh();
        }}
      />
    </Page>
  );
}

const idOf = (member: Member) => member.userId;

/** Nobody changes or grants a role above their own. */
const isBelow = (role: Role, mine: Role) => ROLES.indexOf(role) <= ROLES.indexOf(mine);
const grantable = (mine: Role) => ROLES.filter((role) => isBelow(role, mine)).map((role) => ({ value: role, label: text.roles[role] }));
