import { CreateInvitation, type NewInvitation, type Role } from "@slate/schema/api";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { CopyButton } from "@/components/copy-button.tsx";
import { Failure } from "@/components/failure.tsx";
import { Field } from "@/components/form/field.tsx";
import { Form } from "@/components/form/form.tsx";
import { useApiForm } from "@/components/form/use-api-form.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog.tsx";
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
        <Invite roles={roles} onDone={() => onOpenChange(false)} />
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

function Invite({ roles, onDone }: { roles: SelectOption<Role>[]; onDone: () => void }) {
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

  if (made) {
    return (
      <>
        <DialogBody>
          <h3 className="font-medium">{text.linkTitle}</h3>
          <p className="text-muted text-sm">{text.linkText}</p>
          <p className="mt-3 flex items-center gap-2 rounded-md border bg-sunken py-1.5 pr-1.5 pl-3">
            <code className="min-w-0 flex-1 break-all font-mono text-xs">{made.url}</code>
            <CopyButton value={made.url} label={text.copyLink} />
          </p>
        </DialogBody>
        <DialogFooter>
          <Button variant="primary" onClick={onDone}>
            {text.done}
          </Button>
        </DialogFooter>
      </>
    );
  }
  return (
    <Form onSubmit={onSubmit} className="min-h-0 gap-0">
      <DialogBody className="flex flex-col gap-5 pt-1">
        <Field label={text.email} help={text.emailHelp} error={errors.email?.message} optional>
          {(props) => <Input {...props} type="email" autoComplete="off" {...form.register("email")} />}
        </Field>
        <Field label={text.role} help={text.roleHelp[role]} error={errors.role?.message}>
          {(props) => <Select {...props} value={role} onValueChange={(value) => form.setValue("role", value)} options={roles} />}
        </Field>
        {failure ? <Failure size="line" title={text.inviteFailed} error={failure} /> : null}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>{text.cancel}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" busy={isSubmitting}>
          {text.makeLink}
        </Button>
      </DialogFooter>
    </Form>
  );
}
