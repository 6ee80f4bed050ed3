import type { ChangePassword, UpdateProfile } from "@slate/schema/api";
import type { z } from "zod";
import { listOptions } from "@/lib/infinite-list.ts";
import { keys } from "@/lib/query-keys.ts";
import { slate, take } from "@/lib/slate.ts";

export const updateProfile = (input: z.input<typeof UpdateProfile>) => take(slate.PATCH("/api/auth/profile", { body: input }));

export const changePassword = (input: z.input<typeof ChangePassword>) => take(slate.POST("/api/auth/password", { body: input }));

export const signInSessionsQuery = listOptions(keys.signInSessions, (cursor, signal) =>
  take(slate.GET("/api/auth/sessions", { params: { query: { cursor } }, signal })),
);

export const endSession = (id: string) => take(slate.DELETE("/api/auth/sessions/{id}", { params: { path: { id } } }));

export const signOutEverywhere = () => take(slate.POST("/api/auth/logout-all"));
