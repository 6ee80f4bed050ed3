import type { ChangeInput } from "@slate/schema/api";
import { type Actor, readPrimary } from "@slate/service";
import { createChangeset } from "../changesets/create.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { findFile } from "./file-row.ts";
import type { Written } from "./write.ts";

/** Creates one file by a batch of one: from text, or as a copy. Throws `file.path_taken`. */
export async function createFile(deps: Deps, actor: Actor, projectId: string, message: string, step: ChangeInput): Promise<Written> {
  const { changeset, changes } = await createChangeset(deps, actor, { projectId, message, changes: [step] });
  const [change] = changes;
  if (!change) throw errors.noChange();
  const file = await readPrimary(deps, actor, (q) => findFile(q, actor, change.draft.id));
  return { file, changesetId: changeset.id };
}
