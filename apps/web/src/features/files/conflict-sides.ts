import type { File } from "@slate/schema/api";
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { keys } from "@/lib/query-keys.ts";
import type { Draft } from "./drafts.ts";
import { contentQuery, fileQuery, newestVersionQuery } from "./queries.ts";
import { text } from "./text.ts";
import { readText, type TextFormat } from "./text-format.ts";

/** What a draft was typed over, and what somebody (`who`) has saved since. */
export type Sides = { current: File; base: string; theirs: string; format: TextFormat; who: string };

export const sidesQuery = (queryClient: QueryClient, workspaceId: string, fileId: string, { baseVersion }: Draft) =>
  queryOptions({
    queryKey: [...keys.file(workspaceId, fileId), "conflict", baseVersion],
    queryFn: async (): Promise<Sides> => {
      const current = await queryClient.fetchQuery({ ...fileQuery(workspaceId, fileId), staleTime: 0 });
      const [base, theirs, newest] = await Promise.all([
        queryClient.fetchQuery(contentQuery(workspaceId, fileId, baseVersion)),
        queryClient.fetchQuery(contentQuery(workspaceId, fileId, current.version)),
        queryClient.fetchQuery({ ...newestVersionQuery(workspaceId, fileId), staleTime: 0 }),
      ]);
      const { text: theirText, format } = readText(theirs);
      return { current, base: readText(base).text, theirs: theirText, format, who: newest?.author.name ?? text.somebody };
    },
    staleTime: 0,
    gcTime: 0,
  });
