import type { Import } from "@slate/schema/api";
import { pathKey } from "@slate/schema/api";
import { slateContents, slateFiles } from "@slate/schema/db";
import { type Actor, AppError, readPrimary, transact } from "@slate/service";
import { and, eq, isNull } from "drizzle-orm";
import { commitDrafts, requireWritableProject } from "../changesets/commit.ts";
import { Drafts, loadFiles } from "../changesets/drafts.ts";
import { readAll } from "../content/streams.ts";
import type { Deps } from "../deps.ts";
import { errors } from "../errors.ts";
import { readArchive } from "./archive.ts";
import { createBudget } from "./budget.ts";
import { createIgnoreReport, defaultRule, IGNORE_FILE, readIgnoreFile } from "./ignore-rules.ts";
import type { ImportRow } from "./import-row.ts";
import { placePackage } from "./place-package.ts";
import { createProgress, endImport, startImport } from "./progress.ts";
import { readPackage } from "./read-package.ts";
import { createStage, type Staged } from "./stage.ts";
import { targetPath } from "./target-path.ts";

type Existing = Map<string, { id: string; sha256: string }>;

/**
 * Takes an import's archive as it arrives and makes one changeset of it: new files created, changed ones edited, the same ones left alone.
 * Files that are not in the archive stay. Whatever goes wrong, the project is as it was, and the import says why.
 */
export async function runImport(deps: Deps, actor: Actor, id: string, body: ReadableStream<Uint8Array>): Promise<Import> {
  const row = await startImport(deps, actor, id);
  try {
    const { changesetId, progress } = await importArchive(deps, actor, row, body);
    return await endImport(deps, actor, id, { status: "done", changesetId, ...progress });
  } catch (error) {
    const known = error instanceof AppError ? error : null;
    const told = { code: known?.definition.code ?? "server.error", message: known?.message ?? "The import failed on our side" };
    if (told.code !== "import.cancelled") await endImport(deps, actor, id, { status: "failed", error: told });
    throw error;
  }
}

async function importArchive(deps: Deps, actor: Actor, row: ImportRow, body: ReadableStream<Uint8Array>) {
  const place = { workspaceId: actor.workspaceId, projectId: row.projectId };
  const { existing, contents } = await loadExisting(deps, actor, row.projectId);
  const budget = createBudget(deps.config);
  const stage = createStage(deps, actor, place, contents);
  const ignored = createIgnoreReport();
  const progress = createProgress(deps, actor, row.id);
  let ignoreFile = await loadIgnoreFile(deps, actor, row);
  let read = 0;

  const report = () =>
    progress.report({ receivedBytes: budget.packedBytes, files: { ...NONE, read, ignored: ignored.total }, ignored: ignored.list() });
  const inFolder = (path: string) => (row.folder ? path.slice(row.folder.length + 1) : path);
  const entries = readArchive(row.format, reported(body, report), budget);

  async function readFiles(): Promise<Staged[]> {
    for await (const entry of entries) {
      const path = targetPath(entry.path, row);
      if (!path) {
        await skip(entry.chunks);
        continue;
      }
      read++;
      const local = inFolder(path);
      const rule = defaultRule(local) ?? ignoreFile?.(local);
      if (rule) {
        ignored.add(rule, path);
        await skip(entry.chunks);
      } else if (local === IGNORE_FILE) {
        const limitBytes = deps.config.TEXT_LIMIT_BYTES;
        const bytes = await readAll(entry.chunks, limitBytes, () =>
          errors.archiveLimit(`${IGNORE_FILE} may have at most ${limitBytes} bytes`),
        );
        ignoreFile = readIgnoreFile(new TextDecoder().decode(bytes));
        await stage.add(path, one(bytes));
      } else {
        await stage.add(path, entry.chunks);
      }
      await report();
    }
    return [...stage.files.values()];
  }

  async function readAssets(): Promise<Staged[]> {
    const onPart = async () => {
      read++;
      await report();
    };
    const assets = await readPackage(entries, { keep: stage.keep, ignore: ignored.add, onPart });
    return placePackage(deps, actor, row, assets, ignored.add);
  }

  const kept: Staged[] = [];
  for (const file of await (row.format === "unitypackage" ? readAssets() : readFiles())) {
    // The rules may have come after files that they name.
    const rule = defaultRule(inFolder(file.path)) ?? ignoreFile?.(inFolder(file.path));
    if (rule) ignored.add(rule, file.path);
    else kept.push(file);
  }
  await stage.finish(`import-${row.id}`);
  const { changesetId, counts } = await commitImport(deps, actor, row, kept, existing);
  const files = { read, ignored: ignored.total, ...counts };
  return { changesetId, progress: { receivedBytes: budget.packedBytes, files, ignored: ignored.list() } };
}

const NONE = { read: 0, created: 0, edited: 0, unchanged: 0, ignored: 0 };

async function commitImport(deps: Deps, actor: Actor, row: ImportRow, files: Staged[], existing: Existing) {
  const changed = files.filter(({ path, content }) => existing.get(pathKey(path))?.sha256 !== content.sha256);
  const { projectId, message } = row;
  const committed = await transact(deps, actor, async (tx) => {
    await requireWritableProject(tx, projectId);
    const drafts = new Drafts(await loadFiles(tx, projectId, { pathKeys: changed.map(({ path }) => pathKey(path)) }), actor.userId);
    for (const { path, content } of changed) {
      const there = drafts.liveAt(path);
      if (there) drafts.edit(there.id, content);
      else drafts.create(path, content);
    }
    return commitDrafts(deps, tx, actor, { projectId, kind: "import", message, author: actor.author }, drafts);
  });
  const created = committed?.changeset.counts.create ?? 0;
  const edited = committed?.changeset.counts.edit ?? 0;
  return { changesetId: committed?.changeset.id ?? null, counts: { created, edited, unchanged: files.length - created - edited } };
}

/** What the project has: live files by path key, and every content it ever stored. */
async function loadExisting(deps: Deps, actor: Actor, projectId: string): Promise<{ existing: Existing; contents: Set<string> }> {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  return readPrimary(deps, actor, async (q) => {
    const files = await q
      .select({ id: slateFiles.id, pathKey: slateFiles.pathKey, sha256: slateFiles.sha256 })
      .from(slateFiles)
      .where(and(eq(slateFiles.projectId, projectId), isNull(slateFiles.deletedAt)));
    const contents = await q.select({ sha256: slateContents.sha256 }).from(slateContents).where(eq(slateContents.projectId, projectId));
    return {
      existing: new Map(files.map((file) => [file.pathKey, { id: file.id, sha256: hex(file.sha256) }])),
      contents: new Set(contents.map(({ sha256 }) => hex(sha256))),
    };
  });
}

/** The project's own `.slateignore`, in force until the archive brings another. */
async function loadIgnoreFile(deps: Deps, actor: Actor, row: ImportRow) {
  const path = row.folder ? `${row.folder}/${IGNORE_FILE}` : IGNORE_FILE;
  const [file] = await readPrimary(deps, actor, (q) =>
    q
      .select({ content: slateFiles.content })
      .from(slateFiles)
      .where(and(eq(slateFiles.projectId, row.projectId), eq(slateFiles.pathKey, pathKey(path)), isNull(slateFiles.deletedAt))),
  );
  return file?.content ? readIgnoreFile(file.content) : null;
}

/** A body that says how far it has come, also while it is only kept for later: whoever is not heard of for long counts as dead. */
async function* reported(body: ReadableStream<Uint8Array>, report: () => Promise<void>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    await report();
    yield chunk;
  }
}

async function skip(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of chunks);
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
