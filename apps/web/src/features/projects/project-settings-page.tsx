import { type Project, UpdateProject } from "@slate/schema/api";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Act, Acts } from "@/components/acts.tsx";
import { Failure } from "@/components/failure.tsx";
import { Field } from "@/components/form/field.tsx";
import { Form, Submit } from "@/components/form/form.tsx";
import { useApiForm } from "@/components/form/use-api-form.ts";
import { Page } from "@/components/page.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Confirm } from "@/components/ui/confirm.tsx";
import { Input, Textarea } from "@/components/ui/input.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { keys } from "@/lib/query-keys.ts";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { deleteProject, updateProject } from "./queries.ts";
import { text } from "./text.ts";

const schema = UpdateProject.pick({ name: true, description: true }).required();

type ProjectSettingsPageProps = {
  project: Project;
  onDeleted: () => void;
  /** What other features let be seen or set here. */
  children?: ReactNode;
};

/** Name, description, archive, delete. */
export function ProjectSettingsPage({ project, onDeleted, children }: ProjectSettingsPageProps) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const mayWrite = useCan("project.write");
  const mayDelete = useCan("project.delete");
  const [asking, setAsking] = useState(false);

  function remember(changed: Project) {
    queryClient.setQueryData(keys.project(workspace.id, project.id), changed);
    void queryClient.invalidateQueries({ queryKey: keys.projects(workspace.id) });
  }

  const { form, onSubmit, failure } = useApiForm({
    schema,
    defaultValues: { name: project.name, description: project.description },
    fieldOfCode: { "project.name_taken": "name" },
    submit: async (values) => {
      remember(await updateProject(workspace.id, project, values));
      toast.success(text.saved);
    },
  });
  const { errors, isSubmitting } = form.formState;
  const archive = useMutation({
    mutationFn: () => updateProject(workspace.id, project, { archived: project.archivedAt === null }),
    onSuccess: remember,
  });

  return (
    <Page title={text.settings} description={project.name} layout="narrow">
      <Form onSubmit={onSubmit}>
        <fieldset disabled={!mayWrite} className="contents">
          <Field label={text.name} error={errors.name?.message}>
            {(props) => <Input {...props} {...form.register("name")} />}
          </Field>
          <Field label={text.description} help={text.descriptionHelp} error={errors.description?.message}>
            {(props) => <Textarea {...props} {...form.register("description")} />}
          </Field>
          {mayWrite ? (
            <Submit busy={isSubmitting} failure={failure} failureTitle={text.saveFailed} className="self-start">
              {text.save}
            </Submit>
          ) : null}
        </fieldset>
      </Form>
      {children}
      <Acts>
        {mayWrite ? (
          <Act title={project.archivedAt ? text.unarchive : text.archive} description={text.archiveText}>
            <Button busy={archive.isPending} onClick={() => archive.mutate()}>
              {project.archivedAt ? text.unarchive : text.archive}
            </Button>
          </Act>
        ) : null}
        {mayDelete && !project.deletedAt ? (
          <Act title={text.delete} description={text.deleteText}>
            <Button variant="danger" onClick={() => setAsking(true)}>
              {text.delete}
            </Button>
          </Act>
        ) : null}
      </Acts>
      {archive.error ? <Failure size="line" title={text.saveFailed} error={archive.error} className="mt-4" /> : null}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={text.deleteTitle(project.name)}
        consequences={text.deleteConsequences(project.counts.files, project.counts.changesets)}
        action={text.delete}
        onConfirm={async () => {
          remember(await deleteProject(workspace.id, project));
          toast.success(text.deletedToast(project.name));
          onDeleted();
        }}
      />
    </Page>
  );
}
