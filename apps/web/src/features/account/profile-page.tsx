import { ChangePassword, type Profile, UpdateProfile } from "@slate/schema/api";
import { z } from "zod";
import { Field } from "@/components/form/field.tsx";
import { Form, Submit } from "@/components/form/form.tsx";
import { useApiForm } from "@/components/form/use-api-form.ts";
import { Page, Section } from "@/components/page.tsx";
import { Input } from "@/components/ui/input.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { changePassword, updateProfile } from "./queries.ts";
import { text } from "./text.ts";

type ProfilePageProps = { profile: Profile; onChanged: (profile: Profile) => void };

export function ProfilePage({ profile, onChanged }: ProfilePageProps) {
  return (
    <Page title={text.profile} layout="narrow">
      <ProfileForm profile={profile} onChanged={onChanged} />
      <div className="mt-10 border-t pt-8">
        <Section title={text.password} description={text.passwordText}>
          <PasswordForm onChanged={onChanged} />
        </Section>
      </div>
    </Page>
  );
}

/** A picture that was left empty is none. */
const profileSchema = z.object({
  name: UpdateProfile.shape.name.unwrap(),
  avatar: z
    .literal("")
    .transform(() => null)
    .or(UpdateProfile.shape.avatar.unwrap().unwrap()),
});

function ProfileForm({ profile, onChanged }: ProfilePageProps) {
  const { form, onSubmit, failure } = useApiForm({
    schema: profileSchema,
    defaultValues: { name: profile.name, avatar: profile.avatar ?? "" },
    submit: async (values) => {
      onChanged(await updateProfile(values));
      toast.success(text.saved);
    },
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Form onSubmit={onSubmit}>
      <Field label={text.name} help={text.nameHelp} error={errors.name?.message}>
        {(props) => <Input {...props} autoComplete="name" {...form.register("name")} />}
      </Field>
      <Field label={text.email} help={text.emailHelp}>
        {(props) => <Input {...props} value={profile.email} readOnly />}
      </Field>
      <Field label={text.avatar} help={text.avatarHelp} error={errors.avatar?.message} optional>
        {(props) => <Input {...props} type="url" autoComplete="off" {...form.register("avatar")} />}
      </Field>
      <Submit busy={isSubmitting} failure={failure} failureTitle={text.saveFailed} className="self-start">
        {text.save}
      </Submit>
    </Form>
  );
}

function PasswordForm({ onChanged }: { onChanged: (profile: Profile) => void }) {
  const { form, onSubmit, failure } = useApiForm({
    schema: ChangePassword,
    defaultValues: { currentPassword: "", newPassword: "" },
    fieldOfCode: { "auth.invalid_credentials": "currentPassword", "auth.password_too_common": "newPassword" },
    submit: async (values) => {
      const { profile } = await changePassword(values);
      form.reset();
      onChanged(profile);
      toast.success(text.changed);
    },
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Form onSubmit={onSubmit}>
      <Field label={text.currentPassword} error={errors.currentPassword?.message}>
        {(props) => <Input {...props} type="password" autoComplete="current-password" {...form.register("currentPassword")} />}
      </Field>
      <Field label={text.newPassword} help={text.newPasswordHelp} error={errors.newPassword?.message}>
        {(props) => <Input {...props} type="password" autoComplete="new-password" {...form.register("newPassword")} />}
      </Field>
      <Submit busy={isSubmitting} failure={failure} failureTitle={text.changeFailed} className="self-start">
        {text.change}
      </Submit>
    </Form>
  );
}
