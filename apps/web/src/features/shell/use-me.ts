import type { Profile } from "@slate/schema/api";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { profileQuery } from "@/features/session/queries.ts";

/** The signed-in person; only behind the guard of `_app`. */
export function useMe(): Profile {
  const { data } = useSuspenseQuery(profileQuery);
  const last = useRef(data);
  // On the way out there is nobody any more, a moment before the page is gone.
  if (data) last.current = data;
  if (!last.current) throw new Error("Nobody is signed in here");
  return last.current;
}
