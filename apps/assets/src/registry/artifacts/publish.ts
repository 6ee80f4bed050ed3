import { RegistryUnavailable, repositoryFor } from "@slate/oci";
import { EVENT_FILE_LIMIT } from "@slate/schema/events";
import { transactAsWorker } from "@slate/service";
import { sql } from "drizzle-orm";
import { tagsToRenew } from "../../assets/tags.ts";
import type { Deps } from "../../deps.ts";
import { findProjects, findUnpublished, type ProjectPlace, type Unpublished } from "./find-unpublished.ts";
import { publishVersion } from "./publish-version.ts";
import { withTurn } from "./turn.ts";

/** Versions of one project that are published between two looks at the database; one event names them all. */
const BATCH = EVENT_FILE_LIMIT;
/** More gain nothing, and the registry has others to serve. */
const CONCURRENCY = 4;
const PROJECTS = 100;
/** Background work: after a batch of a large project this many times its length belongs to those who wait for an answer. */
const PAUSE_RATIO = 2;
const LONGEST_PAUSE_MS = 5000;
/** A version that cannot be published must not keep the rest waiting; it is tried again after this. */
const SET_ASIDE_MS = 10 * 60_000;
const SET_ASIDE_LIMIT = 1000;
const FIRST_REST_MS = 2000;
const LONGEST_REST_MS = 60_000;

type Outcome = { published: number; away: boolean };

/**
 * Publishes asset versions that have no artifact yet, as a background turn: all that is small, then a batch of what is large, and again. Every
 * replica may: a project's versions are published by one at a time, and what was done twice is the same. While the registry is away or takes no
 * writes the turns become rarer; nothing is lost, since what remains to be done is what the table says.
 */
export function createPublisher(deps: Deps) {
  const aside = new Map<string, number>();
  let restMs = 0;
  let restUntilMs = 0;

  return async function publish(): Promise<void> {
    if (performance.now() < restUntilMs) return;
    for (const [key, untilMs] of aside) if (untilMs < performance.now()) aside.delete(key);
    for (;;) {
      let progress = 0;
      for (const place of await findProjects(worker(deps).orm, BATCH, PROJECTS)) {
        if (deps.lifecycle.draining) return;
        const beganMs = performance.now();
        const { published, away } = await publishBatch(deps, place, aside);
        if (away) {
          restMs = Math.min(LONGEST_REST_MS, Math.max(FIRST_REST_MS, restMs * 2));
          restUntilMs = performance.now() + restMs;
          return;
        }
        restMs = 0;
        progress += published;
        if (!place.isLarge || published === 0) continue;
        await Bun.sleep(Math.min(LONGEST_PAUSE_MS, PAUSE_RATIO * (performance.now() - beganMs)));
        break; // something small may have come meanwhile
      }
      if (progress === 0) return;
    }
  };
}

/** Pushes outside of any transaction and records in a short one: what the registry's silence costs is no connection. */
async function publishBatch(deps: Deps, place: ProjectPlace, aside: Map<string, number>): Promise<Outcome> {
  const outcome = await withTurn(worker(deps).orm, place.projectId, async () => {
    const versions = await findUnpublished(worker(deps).orm, place.projectId, [...aside.keys()], BATCH);
    const done: (Unpublished & { digest: string })[] = [];
    let away = false;
    const waiting = versions.values();
    const work = async () => {
      for (const version of waiting) {
        if (away) return;
        try {
          done.push({ ...version, digest: await publishVersion(deps.registry, place, version) });
        } catch (error) {
          if (error instanceof RegistryUnavailable) {
            away = true;
            return;
          }
          setAside(deps, aside, version, error);
        }
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    if (done.length > 0) await record(deps, place, done);
    return { published: done.length, away };
  });
  return outcome ?? { published: 0, away: false };
}

function setAside(deps: Deps, aside: Map<string, number>, { assetId, version }: Unpublished, error: unknown): void {
  deps.log.warn({ err: String(error), asset: assetId, version }, "an asset version could not be published; it will be tried again");
  if (aside.size < SET_ASIDE_LIMIT) aside.set(`${assetId}/${version}`, performance.now() + SET_ASIDE_MS);
}

function record(deps: Deps, place: ProjectPlace, done: (Unpublished & { digest: string })[]): Promise<void> {
  const { workspaceId, projectId } = place;
  const rows = JSON.stringify(done.map(({ assetId, version, digest }) => ({ assetId, version, digest })));
  const given = sql`json_to_recordset(${rows}::json) as p ("assetId" uuid, version int, digest text)`;
  return transactAsWorker(deps, { workspaceId, userId: null, author: null }, async (tx) => {
    const recorded = await tx.execute<{ assetId: string }>(sql`
      update slate_asset_versions v set manifest_digest = p.digest, published_at = now() from ${given}
      where v.asset_id = p."assetId" and v.version = p.version and v.manifest_digest is null returning v.asset_id as "assetId"`);
    if (recorded.length === 0) return;
    await tx.execute(sql`
      update slate_assets a set registry_path = ${repositoryFor({ ...place, kind: "assets" })} || '@' || p.digest from ${given}
      where a.id = p."assetId" and a.version = p.version`);
    const assetIds = [...new Set(recorded.map(({ assetId }) => assetId))];
    tx.emit("asset.published", { assetIds, count: recorded.length }, { projectId });
    tx.touch(...tagsToRenew(workspaceId, projectId));
  });
}

function worker({ db }: Deps) {
  if (!db.worker) throw new Error("publishing is background work");
  return db.worker;
}
