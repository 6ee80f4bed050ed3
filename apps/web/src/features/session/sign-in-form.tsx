import { Login, type Profile } from "@slate/schema/api";
import { Field } from "@/components/form/field.tsx";
import { Form, Submit } from "@/components/form/form.tsx";
import { useApiForm } from "@/components/form/use-api-form.ts";
import { Input } from "@/components/ui/input.tsx";
import { signIn } from "./queries.ts";
import { text } from "./text.ts";

const schema = Login.pick({ email: true, password: true });

export function SignInForm({ onDone }: { onDone: (profile: Profile) => void }) {
  const { form, onSubmit, failure } = useApiForm({
    schema,
    defaultValues: { email: "", password: "" },
    fieldOfCode: { "auth.invalid_credentials": "password" },
    submit: async (values) => onDone(await signIn(values)),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Form onSubmit={onSubmit}>
      <Field label={text.email} error={errors.email?.message}>
        {(props) => <Input {...props} type="email" autoComplete="username" autoFocus {...form.register("email")} />}
      </Field>
      <Field label={text.password} error={errors.password?.message}>
        {(props) => <Input {...props} type="password" autoComplete="current-password" {...form.register("password")} />}
      </Field>
      <Submit busy={isSubmitting} failure={failure} failureTitle={text.signInFailed}>
        {text.signIn}
      </Submit>
    </Form>
  );
}
