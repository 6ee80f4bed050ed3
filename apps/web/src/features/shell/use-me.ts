import type { Profile } from "@slate/schema/api";
import { useSuspenseQuery } from "@tanstack/react-query";
import { profileQuery } from "@/features/session/queries.ts";

/** The signed-in person; only behind the guard of `_app`. */
export const useMe = (): Profile => useSuspenseQuery(profileQuery).data;
