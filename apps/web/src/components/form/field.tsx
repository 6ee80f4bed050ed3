import { createContext, type ReactNode, use, useId } from "react";
import { cn } from "@/lib/cn.ts";
import { text } from "../text.ts";

type FieldIds = { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined };

const FieldContext = createContext<FieldIds | null>(null);

/** Spread onto the control inside a Field: ties it to its label, its help and its error. */
export function useFieldProps(): FieldIds {
  const ids = use(FieldContext);
  if (!ids) throw new Error("useFieldProps needs a <Field> around it");
  return ids;
}

type FieldProps = {
  label: ReactNode;
  help?: ReactNode;
  error?: string;
  optional?: boolean;
  className?: string;
  /** A control that calls useFieldProps, or a function that takes its props. */
  children: ReactNode | ((props: FieldIds) => ReactNode);
};

/** Label above, help below, error under the field. */
export function Field({ label, help, error, optional, className, children }: FieldProps) {
  const id = useId();
  const helpId = help ? `${id}-help` : undefined;
  const errorId = error ? `${id}-error` : undefined;
  const ids: FieldIds = {
    id,
    "aria-describedby": [errorId, helpId].filter(Boolean).join(" ") || undefined,
    "aria-invalid": error ? true : undefined,
  };
  return (
    <div className={cn("min-w-0", className)}>
      <label htmlFor={id} className="mb-1.5 block font-medium text-sm">
        {label}
        {optional ? <span className="font-normal text-faint"> ({text.optional})</span> : null}
      </label>
      <FieldContext value={ids}>{typeof children === "function" ? children(ids) : children}</FieldContext>
      {error ? (
        <p id={errorId} role="alert" className="mt-1.5 text-danger text-sm">
          {error}
        </p>
      ) : null}
      {help ? (
        <p id={helpId} className="mt-1.5 text-muted text-xs">
          {help}
        </p>
      ) : null}
    </div>
  );
}
