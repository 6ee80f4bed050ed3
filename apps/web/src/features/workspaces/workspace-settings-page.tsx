import { CreateWorkspace, Slug, type Workspace } from "@slate/schema/api";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { Act, Acts } from "@/components/acts.tsx";
import { Field } from "@/components/form/field.tsx";
import { Form, Submit } from "@/components/form/form.tsx";
import { useApiForm } from "@/components/form/use-api-form.ts";
import { LoadingRows } from "@/components/loading.tsx";
import { Page } from "@/components/page.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Confirm } from "@/components/ui/confirm.tsx";
import { Input } from "@/components/ui/input.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { useCan, useWorkspace } from "@/lib/workspace.ts";
import { deleteWorkspace, updateWorkspace, workspaceQuery } from "./queries.ts";
import { text } from "./text.ts";

type WorkspaceSettingsPageProps = { onChanged: (workspace: Workspace) => Promise<void>; onDeleted: () => Promise<void> };

/** Name, address, delete. */
export function WorkspaceSettingsPage({ onChanged, onDeleted }: WorkspaceSettingsPageProps) {
  const found = useQuery(workspaceQuery(useWorkspace().id));
  return (
    <Page title={text.settings} description={text.settingsIntro} layout="narrow">
      <QueryView query={found} loading={<LoadingRows label={text.loading} rows={3} />} failure={text.failed}>
        {(workspace) => (
          <>
            <SettingsForm workspace={workspace} onChanged={onChanged} />
            <DeleteWorkspace workspace={workspace} onDeleted={onDeleted} />
          </>
        )}
      </QueryView>
    </Page>
  );
}

const schema = z.object({ name: CreateWorkspace.shape.name, slug: Slug });

function SettingsForm({ workspace, onChanged }: { workspace: Workspace } & Pick<WorkspaceSettingsPageProps, "onChanged">) {
  const mayManage = useCan("workspace.manage");
  const { form, onSubmit, failure } = useApiForm({
    schema,
    defaultValues: { name: workspace.name, slug: workspace.slug },
    fieldOfCode: { "workspace.slug_taken": "slug" },
    submit: async (values) => {
      const changed = await updateWorkspace(workspace, values);
      toast.success(text.saved);
      await onChanged(changed);
    },
  });
  const { errors, isSubmitting } = form.formState;
  const moves = form.watch("slug") !== workspace.slug;
  return (
    <Form onSubmit={onSubmit}>
      <fieldset disabled={!mayManage} className="contents">
        <Field label={text.name} error={errors.name?.message}>
          {(props) => <Input {...props} autoComplete="off" {...form.register("name")} />}
        </Field>
        <Field
          label={text.slug}
          help={moves ? <span className="text-warning">{text.slugWarning(workspace.slug)}</span> : text.slugRule}
          error={errors.slug?.message}
        >
          {(props) => <Input {...props} autoComplete="off" spellCheck={false} {...form.register("slug")} />}
        </Field>
        {mayManage ? (
          <Submit busy={isSubmitting} failure={failure} failureTitle={text.saveFailed} className="self-start">
            {text.save}
          </Submit>
        ) : null}
      </fieldset>
    </Form>
  );
}

function DeleteWorkspace({ workspace, onDeleted }: { workspace: Workspace } & Pick<WorkspaceSettingsPageProps, "onDeleted">) {
  const mayDelete = useCan("workspace.delete");
  const [asking, setAsking] = useState(false);
  if (!mayDelete) return null;
  return (
    <>
      <Acts>
        <Act title={text.delete} description={text.deleteText}>
          <Button variant="danger" onClick={() => setAsking(true)}>
            {text.delete}
          </Button>
        </Act>
      </Acts>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={text.deleteTitle(workspace.name)}
        consequences={text.deleteConsequences}
        action={text.delete}
        typeToConfirm={workspace.slug}
        onConfirm={async () => {
          await deleteWorkspace(workspace);
          toast.success(text.deleted(workspace.name));
          await onDeleted();
        }}
      />
    </>
  );
}
