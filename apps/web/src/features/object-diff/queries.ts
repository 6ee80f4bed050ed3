import type { SemanticDiff } from "@slate/schema/api";
import { queryOptions } from "@tanstack/react-query";
import { call } from "@/lib/call.ts";
import { keys } from "@/lib/query-keys.ts";

/** How two versions of a prefab, scene or asset differ, by object and property; `from` 0 is before the file existed. */
export const objectDiffQuery = (workspaceId: string, fileId: string, from: number, to: number) =>
  queryOptions({
    queryKey: [...keys.diff(workspaceId, fileId, from, to), "objects"],
    queryFn: ({ signal }) => call<SemanticDiff>(workspaceId, "GET", "/api/assets/diff", { query: { fileId, from, to }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

const written =
  /\.(unity|prefab|asset|mat|anim|controller|overridecontroller|physicmaterial|physicsmaterial2d|mask|playable|lighting|rendertexture|terrainlayer|spriteatlas|guiskin|mixer|preset|fontsettings|flare|cubemap|shadervariants|signal|giparams|brush)$/i;

/** Whether a file is one of Unity's that hold objects, going by its name. */
export const holdsObjects = (path: string): boolean => written.test(path);
