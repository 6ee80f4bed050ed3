import type { ChangePassword, Page, Profile, SignIn, SignInSession, UpdateProfile } from "@slate/schema/api";
import type { z } from "zod";
import { api } from "@/lib/api.ts";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";

export const updateProfile = (input: z.input<typeof UpdateProfile>) => api.patch<Profile>("/api/auth/profile", input);

export const changePassword = (input: z.input<typeof ChangePassword>) => api.post<SignIn>("/api/auth/password", input);

export const signInSessionsQuery = listOptions(keys.signInSessions, (cursor, signal) =>
  api.get<Page<SignInSession>>("/api/auth/sessions", { query: { cursor }, signal }),
);

export const endSession = (id: string) => api.delete<void>(`/api/auth/sessions/${id}`);

export const signOutEverywhere = () => api.post<void>("/api/auth/logout-all");
