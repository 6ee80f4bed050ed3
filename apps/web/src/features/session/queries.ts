import type { Profile, SignIn } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api.ts";

/** The signed-in person, with their workspaces. Refused with `auth.required` when nobody is. */
export const profileQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => api.get<Profile>("/api/auth/profile", { signal }),
  staleTime: 5 * 60_000,
});

export const signIn = (input: { email: string; password: string }) =>
  api.post<SignIn>("/api/auth/login", { ...input, grant: "cookie" }).then(({ profile }) => profile);

export const register = (input: { email: string; password: string; name: string; invitation?: string }) =>
  api.post<SignIn>("/api/auth/register", { ...input, grant: "cookie" }).then(({ profile }) => profile);

export const signOut = () => api.post<void>("/api/auth/logout");
