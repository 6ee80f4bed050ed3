import { zodResolver } from "@hookform/resolvers/zod";
import { type BaseSyntheticEvent, useState } from "react";
import { type DefaultValues, type FieldValues, type Path, type UseFormReturn, useForm } from "react-hook-form";
import type { z } from "zod";
import { fieldErrorsOf } from "./field-errors.ts";

type ApiFormOptions<Input extends FieldValues, Output extends FieldValues> = {
  /** The schema the server checks with. */
  schema: z.ZodType<Output, Input>;
  defaultValues: DefaultValues<Input>;
  submit: (values: Output) => Promise<void>;
  /** Refusals that belong to one field: `{ "project.name_taken": "name" }`. */
  fieldOfCode?: Partial<Record<string, Path<Input>>>;
};

type ApiForm<Input extends FieldValues, Output extends FieldValues> = {
  form: UseFormReturn<Input, unknown, Output>;
  onSubmit: (event?: BaseSyntheticEvent) => Promise<void>;
  /** What went wrong with the form as a whole, or null; nothing that was typed is touched. */
  failure: unknown;
};

/** A form over an API call: the server's schema checks before sending, then while typing, and the server's refusals land on their fields. */
export function useApiForm<Input extends FieldValues, Output extends FieldValues>(
  options: ApiFormOptions<Input, Output>,
): ApiForm<Input, Output> {
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm<Input, unknown, Output>({
    resolver: zodResolver(options.schema),
    defaultValues: options.defaultValues,
    // An error that appears when a field is left would move the button from under the pointer that left it.
    mode: "onSubmit",
    reValidateMode: "onChange",
  });

  const onSubmit = form.handleSubmit(async (values) => {
    setFailure(null);
    try {
      await options.submit(values);
    } catch (error) {
      const told = fieldErrorsOf(error, Object.keys(form.getValues()), options.fieldOfCode);
      for (const [index, { field, message }] of told.entries()) {
        form.setError(field as Path<Input>, { message }, { shouldFocus: index === 0 });
      }
      if (told.length === 0) setFailure(error);
    }
  });

  return { form, onSubmit, failure };
}
