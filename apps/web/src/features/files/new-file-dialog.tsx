import { FilePath } from "@slate/schema/api";
import { useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { DialogForm } from "@/components/form/dialog-form.tsx";
import { Field } from "@/components/form/field.tsx";
import { useApiForm } from "@/components/form/use-api-form.ts";
import { Dialog, DialogContent } from "@/components/ui/dialog.tsx";
import { Input } from "@/components/ui/input.tsx";
import { keys } from "@/lib/query-keys.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { nameOf } from "./paths.ts";
import { createFile } from "./queries.ts";
import { text } from "./text.ts";

type NewFileDialogProps = {
  projectId: string;
  /** Where the file is to be made; null while nobody asks. */
  folder: string | null;
  onClose: () => void;
  onCreated: (path: string) => void;
};

export function NewFileDialog({ projectId, folder, onClose, onCreated }: NewFileDialogProps) {
  return (
    <Dialog open={folder !== null} onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={text.newFile}>
        <NewFile
          projectId={projectId}
          folder={folder ?? ""}
          onCreated={(path) => {
            onClose();
            onCreated(path);
          }}
        />
      </DialogContent>
    </Dialog>
  );
}

const schema = z.object({ path: FilePath });

function NewFile({ projectId, folder, onCreated }: { projectId: string; folder: string; onCreated: (path: string) => void }) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const { form, onSubmit, failure } = useApiForm({
    schema,
    defaultValues: { path: folder ? `${folder}/` : "" },
    fieldOfCode: { "file.path_taken": "path" },
    submit: async ({ path }) => {
      const file = await createFile(workspace.id, projectId, path, "", text.createMessage(nameOf(path)));
      await queryClient.invalidateQueries({ queryKey: keys.tree(workspace.id, projectId) });
      onCreated(file.path);
    },
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <DialogForm onSubmit={onSubmit} busy={isSubmitting} failure={failure} failureTitle={text.createFailed} action={text.create}>
      <Field label={text.path} help={text.pathHelp} error={errors.path?.message}>
        {(props) => <Input {...props} autoComplete="off" spellCheck={false} className="font-mono" {...form.register("path")} />}
      </Field>
    </DialogForm>
  );
}
