import { startConsumer } from "@slate/service";
import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import { workerPool } from "./background.ts";
import { FORMAT_VERSION, ingestProject } from "./ingest-project.ts";
import { createProjectQueue } from "./project-queue.ts";

const ACK_WAIT_MS = 10_000;
const MAX_IN_FLIGHT = 500;
/** What comes within a moment for one project is one run. */
const GATHER_MS = 50;
const ROUND_MS = 1000;
/** Projects at once: each holds a connection of the worker role while it writes. */
const AT_ONCE = { small: 2, large: 1, behind: 1 };
const CATCH_UP_MS = 10_000;
/** By then a message has come, and come again. */
const BEHIND_AFTER_SECONDS = 60;
const CATCH_UP_PROJECTS = 100;

/**
 * Keeps assets a moment behind the files. Those too large for their own event take turns, beside the small ones: a save in one
 * project is an asset at once while an import into another is still being taken apart. Projects that are behind all the same (their files are older than this service, or their
 * rows of an older format) are found from time to time, when nothing has told of them.
 */
export function followChangesets(deps: Deps): { stop(): Promise<void> } {
  const enqueue = createProjectQueue({
    gatherMs: GATHER_MS,
    roundMs: ROUND_MS,
    atOnce: AT_ONCE,
    run: (projectId, changesetIds) => ingestProject(deps, projectId, changesetIds),
  });
  const consumer = startConsumer({
    nats: deps.nats,
    log: deps.log,
    metrics: deps.metrics,
    stream: "SLATE",
    durable: "assets-ingest",
    filterSubject: "slate.*.changeset.created",
    ackWaitMs: ACK_WAIT_MS,
    maxInFlight: MAX_IN_FLIGHT,
    concurrent: true,
    onlyNew: true,
    handle: async (event) => {
      if (event.type !== "changeset.created" || !event.projectId) return { do: "park", reason: "a changeset belongs to a project" };
      await enqueue(event.projectId, [event.data.changesetId], event.data.files === null ? "large" : "small");
      return { do: "ack" };
    },
  });
  const catchUp = startCatchUp(deps, (projectId) => enqueue(projectId, [], "behind"));
  return {
    async stop() {
      await Promise.all([consumer.stop(), catchUp.stop()]);
    },
  };
}

/** Looks for projects that are behind, at once and then from time to time, never twice at once. */
function startCatchUp(deps: Deps, catchUp: (projectId: string) => Promise<void>): { stop(): Promise<void> } {
  const stopping = Promise.withResolvers<void>();
  let stopped = false;
  const loop = async () => {
    while (!stopped) {
      try {
        for (const projectId of await findBehind(deps)) {
          if (stopped) break;
          await catchUp(projectId).catch((error) => deps.log.warn({ err: String(error), projectId }, "assets could not be caught up"));
        }
      } catch (error) {
        deps.log.warn({ err: String(error) }, "looking for projects that are behind failed; it will be tried again");
      }
      await Promise.race([stopping.promise, Bun.sleep(CATCH_UP_MS)]);
    }
  };
  const running = loop();
  return {
    async stop() {
      stopped = true;
      stopping.resolve();
      await running;
    },
  };
}

/** Projects whose assets have another format, or have not reached a changeset that nobody can be at work on any more. */
async function findBehind(deps: Deps): Promise<string[]> {
  const rows = await workerPool(deps).orm.execute<{ id: string }>(sql`
    select p.id from slate_projects p left join slate_asset_states s on s.project_id = p.id
    where s.format_version < ${FORMAT_VERSION} or exists (
      select from slate_changesets c where c.project_id = p.id and (s.changeset_id is null or c.id > s.changeset_id)
        and c.created_at < now() - make_interval(secs => ${BEHIND_AFTER_SECONDS}))
    order by p.id limit ${CATCH_UP_PROJECTS}`);
  return rows.map(({ id }) => id);
}
