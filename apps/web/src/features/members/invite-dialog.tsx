import { CreateInvitation, type NewInvitation, type Role } from "@slate/schema/api";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { DialogSecret } from "@/components/dialog-secret.tsx";
import { DialogForm } from "@/components/form/dialog-form.tsx";
import { Field } from "@/components/form/field.tsx";
import { useApiForm } from "@/components/form/use-api-form.ts";
import { Dialog, DialogContent } from "@/components/ui/dialog.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select, type SelectOption } from "@/components/ui/select.tsx";
import { keys } from "@/lib/query-keys.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { invite } from "./queries.ts";
import { text } from "./text.ts";

type InviteDialogProps = { open: boolean; onOpenChange: (open: boolean) => void; roles: SelectOption<Role>[] };

export function InviteDialog({ open, onOpenChange, roles }: InviteDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={text.inviteTitle} description={text.inviteIntro}>
        <Invite roles={roles} />
      </DialogContent>
    </Dialog>
  );
}

/** An address that was left empty is none. */
const schema = z.object({
  email: z
    .literal("")
    .transform(() => undefined)
    .or(CreateInvitation.shape.email),
  role: CreateInvitation.shape.role,
});

function Invite({ roles }: { roles: SelectOption<Role>[] }) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const [made, setMade] = useState<NewInvitation | null>(null);
  const { form, onSubmit, failure } = useApiForm({
    schema,
    defaultValues: { email: "", role: "member" },
    submit: async (values) => {
      setMade(await invite(workspace.id, values));
      await queryClient.invalidateQueries({ queryKey: keys.invitations(workspace.id) });
    },
  });
  const { errors, isSubmitting } = form.formState;
  const role = form.watch("role") ?? "member";

  if (made) return <DialogSecret title={text.linkTitle} note={text.linkText} value={made.url} copyLabel={text.copyLink} />;
  return (
    <DialogForm onSubmit={onSubmit} busy={isSubmitting} failure={failure} failureTitle={text.inviteFailed} action={text.makeLink}>
      <Field label={text.email} help={text.emailHelp} error={errors.email?.message} optional>
        {(props) => <Input {...props} type="email" autoComplete="off" {...form.register("email")} />}
      </Field>
      <Field label={text.role} help={text.roleHelp[role]} error={errors.role?.message}>
        {(props) => <Select {...props} value={role} onValueChange={(value) => form.setValue("role", value)} options={roles} />}
      </Field>
    </DialogForm>
  );
}
