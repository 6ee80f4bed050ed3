import { type Page, Version } from "@slate/schema/api";
import { slateChangesets, slateFileVersions } from "@slate/schema/db";
import { type Actor, decodeCursor, pageOf, read } from "@slate/service";
import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { projectsTag } from "../projects/tags.ts";
import { findFile } from "./file-row.ts";

type Row = { version: typeof slateFileVersions.$inferSelect; changeset: typeof slateChangesets.$inferSelect };

/** A file's versions, newest first. */
export async function listVersions(
  deps: Deps,
  actor: Actor,
  fileId: string,
  query: { limit: number; cursor?: string },
): Promise<Page<Version>> {
  const before = decodeCursor(z.int(), query.cursor);
  const rows = await read(deps, actor, { tags: [projectsTag(actor.workspaceId)] }, async (q) => {
    await findFile(q, actor, fileId);
    return q
      .select({ version: slateFileVersions, changeset: slateChangesets })
      .from(slateFileVersions)
      .innerJoin(slateChangesets, eq(slateChangesets.id, slateFileVersions.changesetId))
      .where(and(eq(slateFileVersions.fileId, fileId), before === undefined ? undefined : lt(slateFileVersions.version, before)))
      .orderBy(desc(slateFileVersions.version))
      .limit(query.limit + 1);
  });
  return pageOf(rows, query.limit, (row) => row.version.version, toVersion);
}

/** A row as the API shows it. */
export const toVersion = ({ version, changeset }: Row): Version =>
  Version.parse({
    ...version,
    sha256: Buffer.from(version.sha256).toString("hex"),
    author: changeset.author,
    message: changeset.message,
    createdAt: version.createdAt.toISOString(),
  });
