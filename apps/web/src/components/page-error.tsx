import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useTitle } from "@/lib/title.ts";
import { Failure } from "./failure.tsx";

/** What stands in place of a page that could not be opened. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  useTitle("Something went wrong");
  return (
    <Failure
      title="This page could not be opened"
      error={error}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}
