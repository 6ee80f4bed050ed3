import type { Profile } from "@slate/schema/api";
import { hashKey, type QueryClient, queryOptions } from "@tanstack/react-query";
import { isApiError } from "@/lib/api-error.ts";
import { keys } from "@/lib/query-keys.ts";
import { slate, take } from "@/lib/slate.ts";

/** The signed-in person, with their workspaces; null when nobody is. */
export const profileQuery = queryOptions({
  queryKey: keys.me,
  queryFn: async ({ signal }): Promise<Profile | null> => {
    try {
      return await take(slate.GET("/api/auth/profile", { signal }));
    } catch (error) {
      if (isApiError(error, "auth.required")) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

export const signIn = (input: { email: string; password: string }) =>
  take(slate.POST("/api/auth/login", { body: { ...input, grant: "cookie" } })).then(({ profile }) => profile);

export const register = (input: { email: string; password: string; name: string; invitation?: string }) =>
  take(slate.POST("/api/auth/register", { body: { ...input, grant: "cookie" } })).then(({ profile }) => profile);

/** Forgets who was here. Navigate to a page outside first, or the page that is still there would ask for everything again. */
export async function forgetPerson(queryClient: QueryClient, leave: () => Promise<void>): Promise<void> {
  queryClient.setQueryData(profileQuery.queryKey, null);
  await leave();
  queryClient.removeQueries({ predicate: ({ queryHash }) => queryHash !== hashKey(profileQuery.queryKey) });
}

export const signOut = () => take(slate.POST("/api/auth/logout"));
