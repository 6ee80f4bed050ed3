import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useTitle } from "@/lib/title.ts";
import { Failure } from "./failure.tsx";
import { text } from "./text.ts";

/** What stands in place of a page that could not be opened. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  useTitle(text.pageFailed);
  return (
    <Failure
      title={text.pageFailed}
      error={error}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}
