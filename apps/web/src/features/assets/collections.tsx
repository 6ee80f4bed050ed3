import type { Collection } from "@slate/schema/api";
import { CreateCollection } from "@slate/schema/api";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FolderHeart, MoreHorizontal, Pencil, Plus, Trash } from "lucide-react";
import { useState } from "react";
import { DialogForm } from "@/components/form/dialog-form.tsx";
import { Field } from "@/components/form/field.tsx";
import { useApiForm } from "@/components/form/use-api-form.ts";
import { Button } from "@/components/ui/button.tsx";
import { Confirm } from "@/components/ui/confirm.tsx";
import { Dialog, DialogContent } from "@/components/ui/dialog.tsx";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "@/components/ui/dropdown-menu.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { keys } from "@/lib/query-keys.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { collectionsQuery, createCollection, deleteCollection, renameCollection } from "./queries.ts";
import { text } from "./text.ts";

const every = "all";
const making = "new";

type CollectionChoiceProps = { projectId: string; chosen: string | undefined; onChoose: (id: string | undefined) => void };

/** Which collection is listed, and what can be done to it. */
export function CollectionChoice({ projectId, chosen, onChoose }: CollectionChoiceProps) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const mayWrite = useCan("asset.write");
  const { data: collections = [] } = useQuery(collectionsQuery(workspace.id, projectId));
  const [editing, setEditing] = useState<"new" | Collection | null>(null);
  const [deleting, setDeleting] = useState<Collection | null>(null);
  const current = collections.find(({ id }) => id === chosen);
  if (collections.length === 0 && !mayWrite) return null;

  return (
    <>
      <Select
        aria-label={text.collection}
        value={chosen ?? every}
        onValueChange={(value) => (value === making ? setEditing("new") : onChoose(value === every ? undefined : value))}
        options={[
          { value: every, label: text.allAssets },
          ...collections.map(({ id, name }) => ({ value: id, label: name })),
          ...(mayWrite ? [{ value: making, label: `${text.newCollection}…` }] : []),
        ]}
        className="w-40 max-sm:w-auto max-sm:min-w-0 max-sm:flex-1"
      />
      {current && mayWrite ? (
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button variant="ghost" size="icon" aria-label={text.manageCollection}>
              <MoreHorizontal aria-hidden />
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent>
            <DropdownMenuItem onSelect={() => setEditing(current)}>
              <Pencil aria-hidden />
              {text.renameCollection}
            </DropdownMenuItem>
            <DropdownMenuItem danger onSelect={() => setDeleting(current)}>
              <Trash aria-hidden />
              {text.deleteCollection}
            </DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
      ) : null}
      <CollectionDialog
        projectId={projectId}
        editing={editing}
        onClose={() => setEditing(null)}
        onSaved={(saved) => {
          if (editing === "new") onChoose(saved.id);
        }}
      />
      <Confirm
        open={deleting !== null}
        onOpenChange={(open) => !open && setDeleting(null)}
        title={text.deleteCollectionTitle(deleting?.name ?? "")}
        consequences={text.deleteCollectionConsequences(deleting?.count ?? 0)}
        action={text.deleteCollection}
        onConfirm={async () => {
          if (!deleting) return;
          await deleteCollection(workspace.id, deleting);
          onChoose(undefined);
          await queryClient.invalidateQueries({ queryKey: keys.collections(workspace.id, projectId) });
        }}
      />
    </>
  );
}

type CollectionDialogProps = {
  projectId: string;
  editing: "new" | Collection | null;
  onClose: () => void;
  onSaved: (collection: Collection) => void;
};

function CollectionDialog({ projectId, editing, onClose, onSaved }: CollectionDialogProps) {
  return (
    <Dialog open={editing !== null} onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={editing === "new" ? text.newCollection : text.renameCollection} width="sm">
        {editing ? (
          <CollectionForm
            projectId={projectId}
            collection={editing === "new" ? null : editing}
            onSaved={(saved) => {
              onSaved(saved);
              onClose();
            }}
          />
        ) : null}
      </DialogContent>
    </Dialog>
  );
}

const schema = CreateCollection.pick({ name: true });

type CollectionFormProps = { projectId: string; collection: Collection | null; onSaved: (saved: Collection) => void };

function CollectionForm({ projectId, collection, onSaved }: CollectionFormProps) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const { form, onSubmit, failure } = useApiForm({
    schema,
    defaultValues: { name: collection?.name ?? "" },
    fieldOfCode: { "collection.name_taken": "name" },
    submit: async ({ name }) => {
      const saved = collection
        ? await renameCollection(workspace.id, collection, name)
        : await createCollection(workspace.id, { projectId, name });
      await queryClient.invalidateQueries({ queryKey: keys.collections(workspace.id, projectId) });
      onSaved(saved);
    },
  });
  return (
    <DialogForm
      onSubmit={onSubmit}
      busy={form.formState.isSubmitting}
      failure={failure}
      failureTitle={text.collectionFailed}
      action={collection ? text.rename : text.createCollection}
    >
      <Field label={text.collectionName} help={text.collectionNameHelp} error={form.formState.errors.name?.message}>
        {(props) => <Input {...props} {...form.register("name")} autoComplete="off" />}
      </Field>
    </DialogForm>
  );
}

type CollectMenuProps = { projectId: string; onCollect: (collection: Collection) => void };

/** Puts what is selected into a collection, a new one too. */
export function CollectMenu({ projectId, onCollect }: CollectMenuProps) {
  const workspace = useWorkspace();
  const { data: collections = [] } = useQuery(collectionsQuery(workspace.id, projectId));
  const [creating, setCreating] = useState(false);
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="sm">
            <FolderHeart aria-hidden />
            {text.collect}
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          {collections.map((collection) => (
            <DropdownMenuItem key={collection.id} onSelect={() => onCollect(collection)}>
              {collection.name}
            </DropdownMenuItem>
          ))}
          <DropdownMenuItem onSelect={() => setCreating(true)}>
            <Plus aria-hidden />
            {text.newCollection}…
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <CollectionDialog projectId={projectId} editing={creating ? "new" : null} onClose={() => setCreating(false)} onSaved={onCollect} />
    </>
  );
}
