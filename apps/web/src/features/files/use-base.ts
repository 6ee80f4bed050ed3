import type { File } from "@slate/schema/api";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "@/lib/workspace.ts";
import { contentQuery } from "./queries.ts";
import { readText, type TextFormat } from "./text-format.ts";

/** The text on the server: which version it is, what it says, how it is written. */
export type Base = { version: number; text: string; format: TextFormat };

/** The newest text of a file. While a newer version is on its way, the one before stays. */
export function useBase(file: File) {
  const workspace = useWorkspace();
  const content = useQuery(contentQuery(workspace.id, file.id, file.version));
  const [base, setBase] = useState<Base | null>(null);
  if (content.data !== undefined && base?.version !== file.version) setBase({ version: file.version, ...readText(content.data) });
  return { base, error: base ? null : content.error, refetch: content.refetch, isFetching: content.isFetching };
}
