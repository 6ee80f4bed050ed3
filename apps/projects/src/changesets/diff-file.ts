import type { FileDiff, Hunk, Operation } from "@slate/schema/api";
import { slateContents, slateFileVersions } from "@slate/schema/db";
import { type Actor, type Queries, read } from "@slate/service";
import { structuredPatch } from "diff";
import { and, desc, eq, inArray } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { findFile } from "../files/file-row.ts";
import { projectsTag } from "../projects/tags.ts";

/** One side of a comparison; null where the file is not there (before its creation, after its deletion). */
export type Side = { version: number; path: string; size: number; binary: boolean; sha256: string } | null;
export type Texts = Map<string, string | null>;
type Row = typeof slateFileVersions.$inferSelect;

/** Compares two versions; `from` 0 is before the file existed, `to` absent is now. */
export async function diffVersions(deps: Deps, actor: Actor, fileId: string, from: number, to: number | undefined): Promise<FileDiff> {
  const { comparison, texts } = await read(deps, actor, { tags: [projectsTag(actor.workspaceId)] }, async (q) => {
    const file = await findFile(q, actor, fileId);
    const wanted = [from, to ?? file.version].filter((version) => version > 0);
    const rows = await q
      .select()
      .from(slateFileVersions)
      .where(and(eq(slateFileVersions.fileId, fileId), inArray(slateFileVersions.version, wanted)))
      .orderBy(desc(slateFileVersions.version));
    const newer = rows.find((row) => row.version === (to ?? file.version));
    const older = rows.find((row) => row.version === from);
    if (!newer || (from > 0 && !older)) throw errors.versionNotFound();
    const sides = { old: sideOf(older), new: sideOf(newer) };
    const texts = await loadTexts(q, file.projectId, [sides.old, sides.new]);
    return { comparison: { fileId, operation: newer.operation, ...sides }, texts };
  });
  return createDiffer(deps)(comparison, texts);
}

/** What a version left behind: nothing, when it was a deletion. */
export const sideOf = (row: Row | undefined): Side =>
  row && row.operation !== "delete" ? { ...row, sha256: Buffer.from(row.sha256).toString("hex") } : null;

/** Loads the text of both sides, keyed by hash; null for content that is not in PostgreSQL. */
export async function loadTexts(q: Queries, projectId: string, sides: Side[]): Promise<Texts> {
  const hashes = [...new Set(sides.flatMap((side) => (side && !side.binary ? [side.sha256] : [])))];
  if (hashes.length === 0) return new Map();
  const rows = await q
    .select({ sha256: slateContents.sha256, text: slateContents.text })
    .from(slateContents)
    .where(
      and(
        eq(slateContents.projectId, projectId),
        inArray(
          slateContents.sha256,
          hashes.map((hash) => Buffer.from(hash, "hex")),
        ),
      ),
    );
  return new Map(rows.map((row) => [Buffer.from(row.sha256).toString("hex"), row.text]));
}

export type Comparison = { fileId: string; operation: Operation; old: Side; new: Side };

/**
 * Compares files for one answer: line by line with three lines of context; `binary` and `tooLarge` say why there are no hunks. Comparing
 * holds up everybody else, so all files together get DIFF_TIMEOUT_MS. Call it outside of transactions.
 */
export function createDiffer({ config }: Pick<Deps, "config">) {
  let leftMs = config.DIFF_TIMEOUT_MS;
  const hunksOf = (older: string | null, newer: string | null): Hunk[] | null => {
    if (older === null || newer === null || older.length + newer.length > config.DIFF_LIMIT_BYTES) return null;
    if (older === newer) return [];
    if (leftMs <= 0) return null;
    const startedAtMs = performance.now();
    const patch = structuredPatch("a", "b", older, newer, undefined, undefined, { context: 3, timeout: leftMs });
    leftMs -= performance.now() - startedAtMs;
    return patch?.hunks ?? null;
  };
  return (comparison: Comparison, texts: Texts): FileDiff => diffSides(comparison, texts, hunksOf);
}

type HunksOf = (older: string | null, newer: string | null) => Hunk[] | null;

function diffSides({ fileId, operation, old, new: next }: Comparison, texts: Texts, hunksOf: HunksOf): FileDiff {
  const path = next?.path ?? old?.path ?? "";
  const binary = Boolean(old?.binary || next?.binary);
  const hunks = binary ? [] : hunksOf(textOf(old, texts), textOf(next, texts));
  return {
    fileId,
    operation,
    path,
    previousPath: old && next && old.path !== next.path ? old.path : null,
    oldVersion: old?.version ?? null,
    newVersion: next?.version ?? null,
    oldSize: old?.size ?? null,
    newSize: next?.size ?? null,
    binary,
    tooLarge: hunks === null,
    hunks: hunks ?? [],
  };
}

const textOf = (side: Side, texts: Texts): string | null => (side ? (texts.get(side.sha256) ?? null) : "");
