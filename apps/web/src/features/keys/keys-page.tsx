import type { ApiKey } from "@slate/schema/api";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import type { Column } from "@/components/data-table/column.ts";
import { DataTable } from "@/components/data-table/data-table.tsx";
import { Empty } from "@/components/empty.tsx";
import { LoadingRows } from "@/components/loading.tsx";
import { Page } from "@/components/page.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Time } from "@/components/time.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Confirm } from "@/components/ui/confirm.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { usePaging } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { CreateKeyDialog } from "./create-key-dialog.tsx";
import { apiKeysQuery, revokeApiKey } from "./queries.ts";
import { text } from "./text.ts";

export function KeysPage() {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const apiKeys = useInfiniteQuery(apiKeysQuery(workspace.id));
  const paging = usePaging(apiKeys);
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);

  const columns = useMemo<Column<ApiKey>[]>(
    () => [
      {
        id: "name",
        header: text.columns.name,
        pinned: true,
        width: "minmax(160px, 2fr)",
        value: (key) => key.name,
        cell: (key) => <span className="font-medium">{key.name}</span>,
      },
      {
        id: "scopes",
        header: text.columns.scopes,
        width: "minmax(160px, 2fr)",
        minTableWidthPx: 760,
        cell: (key) => <span title={key.scopes.join(", ")}>{key.scopes.join(", ")}</span>,
      },
      {
        id: "by",
        header: text.columns.by,
        width: "140px",
        minTableWidthPx: 640,
        value: (key) => key.userName,
        cell: (key) => key.userName,
      },
      {
        id: "used",
        header: text.columns.used,
        width: "130px",
        minTableWidthPx: 480,
        value: (key) => key.lastUsedAt,
        cell: (key) => (key.lastUsedAt ? <Time at={key.lastUsedAt} /> : text.never),
      },
      {
        id: "expires",
        header: text.columns.expires,
        width: "120px",
        value: (key) => key.expiresAt,
        cell: (key) => <Time at={key.expiresAt} />,
      },
      {
        id: "actions",
        header: text.columns.actions,
        pinned: true,
        width: "52px",
        align: "end",
        cell: (key) => <IconButton icon={Trash2} label={`${text.revoke} ${key.name}`} size="icon-sm" onClick={() => setRevoking(key)} />,
      },
    ],
    [],
  );

  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {text.create}
    </Button>
  );
  return (
    <Page title={text.title} description={text.intro} action={create} layout="fill">
      <QueryView query={apiKeys} loading={<LoadingRows label={text.loading} />} failure={text.failed}>
        {(rows) => (
          <DataTable
            label={text.title}
            columns={columns}
            rows={rows}
            rowId={idOf}
            {...paging}
            empty={
              <Empty icon={KeyRound} title={text.noneTitle} action={create}>
                {text.noneText}
              </Empty>
            }
          />
        )}
      </QueryView>
      <CreateKeyDialog open={creating} onOpenChange={setCreating} />
      <Confirm
        open={revoking !== null}
        onOpenChange={(open) => !open && setRevoking(null)}
        title={text.revokeTitle(revoking?.name ?? "")}
        consequences={text.revokeConsequences}
        action={text.revoke}
        onConfirm={async () => {
          if (!revoking) return;
          await revokeApiKey(workspace.id, revoking.id);
          toast.success(text.revoked(revoking.name));
          await queryClient.invalidateQueries({ queryKey: keys.apiKeys(workspace.id) });
        }}
      />
    </Page>
  );
}

const idOf = (key: ApiKey) => key.id;
