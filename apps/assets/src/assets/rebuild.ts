import { type Actor, transact } from "@slate/service";
import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { requireProject } from "./project.ts";

/** Has all assets of a project made anew: they pass for those of an older format, which background work looks for. Throws `project.not_found`. */
export const rebuildAssets = (deps: Deps, actor: Actor, projectId: string): Promise<void> =>
  transact(deps, actor, async (tx) => {
    await requireProject(tx, projectId);
    await tx.execute(sql`update slate_asset_states set format_version = 0 where project_id = ${projectId}`);
    tx.audit("asset.rebuild", projectId);
  });
