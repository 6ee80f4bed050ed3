import { CreateWorkspace, type Membership, Slug, type Workspace } from "@slate/schema/api";
import { Link } from "@tanstack/react-router";
import { Building2, Plus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { Empty } from "@/components/empty.tsx";
import { DialogForm } from "@/components/form/dialog-form.tsx";
import { Field } from "@/components/form/field.tsx";
import { useApiForm } from "@/components/form/use-api-form.ts";
import { Page } from "@/components/page.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Dialog, DialogContent } from "@/components/ui/dialog.tsx";
import { Input } from "@/components/ui/input.tsx";
import { creating } from "@/lib/api.ts";
import { slate, take } from "@/lib/slate.ts";
import { text } from "./text.ts";

type WorkspacesPageProps = { memberships: readonly Membership[]; onCreated: (workspace: Workspace) => void };

export function WorkspacesPage({ memberships, onCreated }: WorkspacesPageProps) {
  const [asking, setAsking] = useState(false);
  const create = (
    <Button variant="primary" onClick={() => setAsking(true)}>
      <Plus aria-hidden />
      {text.create}
    </Button>
  );
  return (
    <Page title={text.title} description={text.intro} action={memberships.length > 0 ? create : null} layout="narrow">
      {memberships.length === 0 ? (
        <Empty icon={Building2} title={text.noneTitle} action={create}>
          {text.noneText}
        </Empty>
      ) : (
        <ul className="divide-y rounded-lg border bg-surface">
          {memberships.map((membership) => (
            <li key={membership.workspaceId}>
              <Link
                to="/w/$workspace"
                params={{ workspace: membership.slug }}
                className="focus-inset flex items-center gap-4 px-4 py-3 hover:bg-hover"
              >
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{membership.name}</span>
                  <span className="block truncate text-muted text-xs">{membership.slug}</span>
                </span>
                <Badge>{text.roles[membership.role]}</Badge>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Dialog open={asking} onOpenChange={setAsking}>
        <DialogContent title={text.create} description={text.intro}>
          <CreateForm onCreated={onCreated} />
        </DialogContent>
      </Dialog>
    </Page>
  );
}

/** An address that was left empty is chosen by the server. */
const schema = z.object({
  name: CreateWorkspace.shape.name,
  slug: z
    .literal("")
    .transform(() => undefined)
    .or(Slug),
});

function CreateForm({ onCreated }: { onCreated: (workspace: Workspace) => void }) {
  const { form, onSubmit, failure } = useApiForm({
    schema,
    defaultValues: { name: "", slug: "" },
    fieldOfCode: { "workspace.slug_taken": "slug" },
    submit: async (values) => onCreated(await take(slate.POST("/api/workspaces", { body: values, headers: creating() }))),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <DialogForm onSubmit={onSubmit} busy={isSubmitting} failure={failure} failureTitle={text.createFailed} action={text.create}>
      <Field label={text.name} error={errors.name?.message}>
        {(props) => <Input {...props} autoComplete="off" {...form.register("name")} />}
      </Field>
      <Field label={text.slug} help={text.slugHelp} error={errors.slug?.message} optional>
        {(props) => <Input {...props} autoComplete="off" spellCheck={false} {...form.register("slug")} />}
      </Field>
    </DialogForm>
  );
}
