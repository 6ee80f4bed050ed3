import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { z } from "zod";
import { isApiError } from "@/lib/api-error.ts";
import { type Appearance, adoptAppearance, densities, onAppearanceChosen, themes } from "@/lib/appearance.ts";
import { keys } from "@/lib/query-keys.ts";
import { readSettings, settingsQuery, type VersionedSettings, writeSettings } from "./settings-queries.ts";

/** What the settings say about the looks; what this version does not know, it leaves as it is. */
const Chosen = z.object({ theme: z.enum(themes).optional().catch(undefined), density: z.enum(densities).optional().catch(undefined) });

let unsaved = 0;
let saving: Promise<void> = Promise.resolve();

/** Theme and density follow the person: what is chosen in one browser is the look of all. */
export function useSyncedAppearance() {
  const queryClient = useQueryClient();
  const { data } = useQuery(settingsQuery);
  useEffect(() => {
    // An answer from before the latest choice would take it back.
    if (!data || unsaved > 0) return;
    const { theme, density } = Chosen.parse(data.settings);
    adoptAppearance({ ...(theme && { theme }), ...(density && { density }) });
  }, [data]);
  useEffect(
    () =>
      onAppearanceChosen((choice) => {
        unsaved++;
        // One after the other, since each names the version before it.
        saving = saving.then(() => save(queryClient, choice)).finally(() => unsaved--);
      }),
    [queryClient],
  );
}

/** Where it cannot be saved, the choice still holds in this browser, and the next one is sent whole. */
async function save(queryClient: QueryClient, choice: Appearance): Promise<void> {
  try {
    const known = queryClient.getQueryData(settingsQuery.queryKey) ?? (await readSettings());
    const saved = await write(known, choice).catch(async (error) => {
      if (!isApiError(error, "request.stale")) throw error;
      return write(await readSettings(), choice);
    });
    await queryClient.cancelQueries({ queryKey: keys.userSettings });
    queryClient.setQueryData(settingsQuery.queryKey, saved);
  } catch {
    void queryClient.invalidateQueries({ queryKey: keys.userSettings, refetchType: "none" });
  }
}

const write = ({ settings, etag }: VersionedSettings, choice: Appearance) =>
  writeSettings({ ...settings, theme: choice.theme, density: choice.density }, etag);
