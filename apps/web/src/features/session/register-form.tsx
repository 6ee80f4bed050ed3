import { type Profile, Register } from "@slate/schema/api";
import { Field } from "@/components/form/field.tsx";
import { Form, Submit } from "@/components/form/form.tsx";
import { useApiForm } from "@/components/form/use-api-form.ts";
import { Input } from "@/components/ui/input.tsx";
import { register } from "./queries.ts";
import { text } from "./text.ts";

const schema = Register.pick({ email: true, password: true, name: true });

type RegisterFormProps = {
  /** The token of an invitation link, where registration needs one. */
  invitation?: string;
  /** The address the invitation is for; it cannot be another. */
  email?: string | null;
  onDone: (profile: Profile) => void;
};

export function RegisterForm({ invitation, email, onDone }: RegisterFormProps) {
  const { form, onSubmit, failure } = useApiForm({
    schema,
    defaultValues: { email: email ?? "", password: "", name: "" },
    fieldOfCode: { "auth.email_taken": "email", "auth.password_too_common": "password" },
    submit: async (values) => onDone(await register({ ...values, invitation })),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Form onSubmit={onSubmit}>
      <Field label={text.name} help={text.nameHelp} error={errors.name?.message}>
        {(props) => <Input {...props} autoComplete="name" autoFocus {...form.register("name")} />}
      </Field>
      <Field label={text.email} error={errors.email?.message}>
        {(props) => <Input {...props} type="email" autoComplete="username" readOnly={Boolean(email)} {...form.register("email")} />}
      </Field>
      <Field label={text.password} help={text.newPasswordHelp} error={errors.password?.message}>
        {(props) => <Input {...props} type="password" autoComplete="new-password" {...form.register("password")} />}
      </Field>
      <Submit busy={isSubmitting} failure={failure} failureTitle={text.registerFailed}>
        {text.register}
      </Submit>
    </Form>
  );
}
