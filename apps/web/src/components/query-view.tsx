import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { isNowhere } from "@/lib/api-error.ts";
import { Failure } from "./failure.tsx";
import { NotFound } from "./not-found.tsx";

type QueryViewProps<Data> = {
  query: Pick<UseQueryResult<Data>, "data" | "error" | "refetch" | "isFetching">;
  loading: ReactNode;
  /** "The projects could not be loaded". */
  failure: string;
  children: (data: Data) => ReactNode;
};

/** The states of data from the server. Data that is there stays, also while a refresh fails. */
export function QueryView<Data>({ query, loading, failure, children }: QueryViewProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (isNowhere(query.error)) return <NotFound />;
  if (query.error) return <Failure title={failure} error={query.error} onRetry={() => query.refetch()} retrying={query.isFetching} />;
  return loading;
}
