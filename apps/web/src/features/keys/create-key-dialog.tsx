import { CreateApiKey, type NewApiKey, PERMISSIONS, type Permission, roleAllows } from "@slate/schema/api";
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { DialogSecret } from "@/components/dialog-secret.tsx";
import { DialogForm } from "@/components/form/dialog-form.tsx";
import { Field } from "@/components/form/field.tsx";
import { useApiForm } from "@/components/form/use-api-form.ts";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Dialog, DialogContent } from "@/components/ui/dialog.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { keys } from "@/lib/query-keys.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { createApiKey } from "./queries.ts";
import { text } from "./text.ts";

export function CreateKeyDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={text.create} description={text.intro}>
        <CreateKey />
      </DialogContent>
    </Dialog>
  );
}

const lifetimes = [7, 30, 90, 365].map((days) => ({ value: String(days), label: text.days(days) }));

function CreateKey() {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const [made, setMade] = useState<NewApiKey | null>(null);
  const { form, onSubmit, failure } = useApiForm({
    schema: CreateApiKey,
    defaultValues: { name: "", scopes: ["project.read", "file.read"], expiresInDays: 90 },
    fieldOfCode: { "key.scope_too_wide": "scopes" },
    submit: async (values) => {
      setMade(await createApiKey(workspace.id, values));
      await queryClient.invalidateQueries({ queryKey: keys.apiKeys(workspace.id) });
    },
  });
  const { errors, isSubmitting } = form.formState;
  const [scopes, days] = [form.watch("scopes"), form.watch("expiresInDays")];

  if (made) return <DialogSecret title={text.newTitle} note={text.newText} value={made.key} copyLabel={text.copy} />;
  return (
    <DialogForm onSubmit={onSubmit} busy={isSubmitting} failure={failure} failureTitle={text.createFailed} action={text.create}>
      <Field label={text.name} help={text.nameHelp} error={errors.name?.message}>
        {(props) => <Input {...props} autoComplete="off" {...form.register("name")} />}
      </Field>
      <Field label={text.expires} error={errors.expiresInDays?.message}>
        {(props) => (
          <Select
            {...props}
            value={String(days)}
            onValueChange={(value) => form.setValue("expiresInDays", Number(value))}
            options={lifetimes}
          />
        )}
      </Field>
      <ScopeChoice
        chosen={scopes}
        onChange={(next) => form.setValue("scopes", next, { shouldValidate: true })}
        error={errors.scopes?.message}
      />
    </DialogForm>
  );
}

type ScopeChoiceProps = { chosen: readonly Permission[]; onChange: (scopes: Permission[]) => void; error?: string };

/** The scopes that the person's own role has. */
function ScopeChoice({ chosen, onChange, error }: ScopeChoiceProps) {
  const { role } = useWorkspace();
  const id = useId();
  const offered = (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => roleAllows(role, permission));
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">{text.scopes}</legend>
      <div className="grid gap-x-4 sm:grid-cols-2">
        {offered.map((permission) => (
          <div key={permission} className="flex min-h-8 items-center gap-2.5">
            <Checkbox
              id={`${id}-${permission}`}
              checked={chosen.includes(permission)}
              onCheckedChange={(checked) =>
                onChange(offered.filter((one) => (one === permission ? checked === true : chosen.includes(one))))
              }
            />
            <label htmlFor={`${id}-${permission}`} className="text-sm" title={permission}>
              {text.scopeWords[permission]}
            </label>
          </div>
        ))}
      </div>
      {error ? (
        <p role="alert" className="mt-1.5 text-danger text-sm">
          {error}
        </p>
      ) : null}
      <p className="mt-1.5 text-muted text-xs">{text.scopesHelp}</p>
    </fieldset>
  );
}
