import { CreateProject, type Project } from "@slate/schema/api";
import { DialogForm } from "@/components/form/dialog-form.tsx";
import { Field } from "@/components/form/field.tsx";
import { useApiForm } from "@/components/form/use-api-form.ts";
import { Dialog, DialogContent } from "@/components/ui/dialog.tsx";
import { Input, Textarea } from "@/components/ui/input.tsx";
import { useWorkspace } from "@/lib/workspace.ts";
import { createProject } from "./queries.ts";
import { text } from "./text.ts";

type CreateProjectDialogProps = { open: boolean; onOpenChange: (open: boolean) => void; onCreated: (project: Project) => void };

export function CreateProjectDialog({ open, onOpenChange, onCreated }: CreateProjectDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={text.create} description={text.createIntro}>
        <CreateForm
          onCreated={(project) => {
            onOpenChange(false);
            onCreated(project);
          }}
        />
      </DialogContent>
    </Dialog>
  );
}

const schema = CreateProject.pick({ name: true, description: true });

function CreateForm({ onCreated }: { onCreated: (project: Project) => void }) {
  const workspace = useWorkspace();
  const { form, onSubmit, failure } = useApiForm({
    schema,
    defaultValues: { name: "", description: "" },
    fieldOfCode: { "project.name_taken": "name" },
    submit: async (values) => onCreated(await createProject(workspace.id, values)),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <DialogForm onSubmit={onSubmit} busy={isSubmitting} failure={failure} failureTitle={text.createFailed} action={text.create}>
      <Field label={text.name} error={errors.name?.message}>
        {(props) => <Input {...props} autoComplete="off" {...form.register("name")} />}
      </Field>
      <Field label={text.description} help={text.descriptionHelp} error={errors.description?.message} optional>
        {(props) => <Textarea {...props} {...form.register("description")} />}
      </Field>
    </DialogForm>
  );
}
