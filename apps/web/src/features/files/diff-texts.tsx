import { useQueries } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { useWorkspace } from "@/lib/workspace.ts";
import { contentQuery } from "./queries.ts";
import { readText } from "./text-format.ts";

type Texts = { oldText: string; newText: string };
type DiffTextsProps = { fileId: string; from: number; to: number; children: (texts: Texts | null, load: () => void) => ReactNode };

/** Both whole texts of a comparison, fetched once somebody wants to see the lines between the changes. */
export function DiffTexts({ fileId, from, to, children }: DiffTextsProps) {
  const workspace = useWorkspace();
  const [wanted, setWanted] = useState(false);
  const [older, newer] = useQueries({
    queries: [from, to].map((version) => ({ ...contentQuery(workspace.id, fileId, version), enabled: wanted && version > 0 })),
  });
  const oldStored = from === 0 ? "" : older?.data;
  const newStored = newer?.data;
  const texts = useMemo(
    () =>
      wanted && oldStored !== undefined && newStored !== undefined
        ? { oldText: readText(oldStored).text, newText: readText(newStored).text }
        : null,
    [wanted, oldStored, newStored],
  );
  return children(texts, () => setWanted(true));
}
