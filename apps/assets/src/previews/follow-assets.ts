import { slateAssets } from "@slate/schema/db";
import { AppError, every, readPrimary, type Scope, startConsumer } from "@slate/service";
import { and, asc, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import { findContents } from "../content/read-content.ts";
import type { Deps } from "../deps.ts";
import { makePreview, type PreviewSource, removeLeftovers } from "./make-preview.ts";
import { PREVIEWABLE_EXTENSIONS } from "./previewable.ts";

/** Few, since others wait. */
const BATCH = 20;
const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";
const SWEEP_MS = 10 * 60_000;
const SWEEP_PROJECTS = 20;
const ACK_WAIT_MS = 30_000;

/** Assets that a picture can be made of, and nobody has tried yet. */
const isPending = and(
  isNull(slateAssets.deletedAt),
  isNotNull(slateAssets.sha256),
  sql`lower(substring(${slateAssets.path} from '[.]([^./]+)$')) in ${PREVIEWABLE_EXTENSIONS}`,
  sql`not exists (select from slate_asset_previews p where p.project_id = ${slateAssets.projectId} and p.source_sha256 = ${slateAssets.sha256})`,
  sql`not exists (select from slate_asset_preview_failures f
    where f.project_id = ${slateAssets.projectId} and f.source_sha256 = ${slateAssets.sha256})`,
);

/**
 * Makes the pictures of assets that have changed. What is missing is asked of the database, so an event only says where to look: one that comes
 * twice costs a look, and one that was lost is made up for by a sweep.
 */
export function followAssets(deps: Deps): { stop(): Promise<void> } {
  /** Projects to look at, each with the last asset that was looked at. */
  const projects = new Map<string, string>();
  let stopping = false;
  let working: Promise<void> | null = null;

  /** A batch of each in turns, so that nobody waits for another's thousand pictures. */
  async function work(): Promise<void> {
    for (const [projectId, after] of projects) {
      projects.delete(projectId);
      const last = await previewBatch(deps, projectId, after, () => stopping).catch((error) => {
        deps.log.warn({ err: String(error), project: projectId }, "previews were not made; the next sweep will try again");
        return null;
      });
      if (stopping) return;
      if (last && !projects.has(projectId)) projects.set(projectId, last);
    }
  }
  const look = (projectId: string) => {
    projects.set(projectId, BEFORE_ALL);
    working ??= work().finally(() => {
      working = null;
    });
  };
  const consumer = startConsumer({
    nats: deps.nats,
    stream: "SLATE",
    durable: "assets-previews",
    filterSubject: "slate.*.asset.changed",
    ackWaitMs: ACK_WAIT_MS,
    maxInFlight: 100,
    log: deps.log,
    metrics: deps.metrics,
    async handle(event) {
      if (event.projectId) look(event.projectId);
      return { do: "ack" };
    },
  });
  const sweep = every(SWEEP_MS, deps.log, async () => {
    for (const projectId of await findProjects(deps)) look(projectId);
    await removeLeftovers();
  });
  return {
    async stop() {
      stopping = true;
      await Promise.all([consumer.stop(), sweep.stop()]);
      await deps.renderer.close();
      await working;
    },
  };
}

async function findProjects({ db }: Deps): Promise<string[]> {
  if (!db.worker) return [];
  const rows = await db.worker.orm.selectDistinct({ id: slateAssets.projectId }).from(slateAssets).where(isPending).limit(SWEEP_PROJECTS);
  return rows.map(({ id }) => id);
}

/** One content that cannot be read does not cost the others their pictures. Throws when the registry is away: then none can. */
async function tryPreview(deps: Deps, scope: Scope, source: PreviewSource): Promise<void> {
  try {
    await makePreview(deps, scope, source, false);
  } catch (error) {
    if (error instanceof AppError) throw error;
    deps.log.warn({ err: String(error), content: source.content.sha256 }, "a preview was not made");
  }
}

/** Makes pictures that a project lacks. Answers the last asset it looked at, null when it was the last of all. */
async function previewBatch(deps: Deps, projectId: string, after: string, isOver: () => boolean): Promise<string | null> {
  const { worker } = deps.db;
  if (!worker) return null;
  const columns = { id: slateAssets.id, workspaceId: slateAssets.workspaceId, path: slateAssets.path, sha256: slateAssets.sha256 };
  const assets = await worker.orm
    .select(columns)
    .from(slateAssets)
    .where(and(eq(slateAssets.projectId, projectId), isPending, gt(slateAssets.id, after)))
    .orderBy(asc(slateAssets.id))
    .limit(BATCH);
  const last = assets.at(-1);
  if (!last) return null;
  const scope = { workspaceId: last.workspaceId, userId: null, author: null };
  const hashes = assets.map(({ sha256 }) => Buffer.from(sha256 ?? []).toString("hex"));
  const contents = await readPrimary(deps, scope, (q) => findContents(q, projectId, hashes));
  const tried = new Set<string>(); // the same content may be there under many names
  for (const [i, { path }] of assets.entries()) {
    const content = contents.get(hashes[i] ?? "");
    if (isOver()) return null;
    if (!content || tried.has(content.sha256)) continue;
    tried.add(content.sha256);
    await tryPreview(deps, scope, { path, content });
  }
  return assets.length < BATCH ? null : last.id;
}
