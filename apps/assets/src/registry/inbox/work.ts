import { RegistryUnavailable } from "@slate/oci";
import { AppError, type Tx, transactAsWorker } from "@slate/service";
import { sql } from "drizzle-orm";
import type { Deps } from "../../deps.ts";
import { adopt, type Push, type Verdict } from "./adopt.ts";

/** Who took a push and has not been heard of for so long died; one that could not be settled waits as long. */
const LEASE_SECONDS = 30;

/** A large push is read again for minutes; those of other projects go on beside it. */
const AT_ONCE = 3;
const LOOK_EVERY_MS = 1000;
/** A push whose decision fails for reasons of its own, and not because something is away, is given up after so many tries. */
const FAILURES_LIMIT = 10;

/** Settles pushes that were received until none is left, one of a project at a time. Every replica may: each takes what it settles for itself. */
export async function workThroughInbox(deps: Deps): Promise<void> {
  const underWay = new Map<string, Promise<void>>();
  for (;;) {
    while (underWay.size < AT_ONCE && !deps.lifecycle.draining) {
      const push = await take(deps, [...underWay.keys()]);
      if (!push) break;
      const { projectId } = push;
      underWay.set(
        projectId,
        decide(deps, push).finally(() => underWay.delete(projectId)),
      );
    }
    if (underWay.size === 0) return;
    await Promise.race([...underWay.values(), Bun.sleep(LOOK_EVERY_MS)]);
  }
}

/** Never throws: what goes wrong is tried again. */
async function decide(deps: Deps, push: Push): Promise<void> {
  try {
    const verdict = await adopt(deps, push, () => renewLease(deps, push.id)).catch((error) => afterFailure(deps, push, error));
    if (verdict) await settle(deps, push, verdict);
  } catch (error) {
    deps.log.warn({ err: String(error), push: push.id }, "a push could not be written down; it will be tried again");
  }
}

/** The refusal of a push that fails again and again; null while it is to be tried again. */
async function afterFailure(deps: Deps, { id }: Push, error: unknown): Promise<Verdict | null> {
  deps.log.warn({ err: String(error), push: id }, "a push could not be settled; it will be tried again");
  const isAway = error instanceof RegistryUnavailable || (error instanceof AppError && error.definition.status >= 500);
  if (isAway) return null;
  const [row] =
    (await deps.db.worker?.orm.execute<{ failures: number }>(
      sql`update slate_registry_pushes set failures = failures + 1 where id = ${id} and status = 'received' returning failures`,
    )) ?? [];
  if (!row || row.failures < FAILURES_LIMIT) return null;
  return { status: "refused", reason: "it could not be taken in, however often it was tried; push it again", size: 0 };
}

async function take({ db }: Deps, exceptProjects: string[]): Promise<Push | undefined> {
  const [push] =
    (await db.worker?.orm.execute<Push>(sql`
      update slate_registry_pushes set updated_at = now() where id = (
        select id from slate_registry_pushes where status = 'received' and updated_at < now() - make_interval(secs => ${LEASE_SECONDS})
          and not (project_id::text = any (array(select json_array_elements_text(${JSON.stringify(exceptProjects)}::json))))
        order by updated_at, created_at limit 1 for update skip locked)
      returning id, workspace_id as "workspaceId", project_id as "projectId", repository, reference, manifest_digest as digest, author`)) ??
    [];
  return push;
}

const renewLease = async ({ db }: Deps, id: string): Promise<void> => {
  await db.worker?.orm.execute(sql`update slate_registry_pushes set updated_at = now() where id = ${id} and status = 'received'`);
};

/** Writes down what became of it; then nothing of it stays in the inbox, whose blobs are left to garbage collection. */
async function settle(deps: Deps, push: Push, verdict: Verdict): Promise<void> {
  const { workspaceId, projectId, author } = push;
  await transactAsWorker(deps, { workspaceId, userId: null, author }, (tx) => record(tx, push, verdict, projectId));
  await deps.registry.deleteManifest(push.repository, push.digest).catch((error) => {
    deps.log.warn({ err: String(error), push: push.id }, "a settled push could not be removed from the inbox; the sweep will");
  });
}

async function record(tx: Tx, { id, repository, reference }: Push, verdict: Verdict, projectId: string): Promise<void> {
  const { status, reason, size } = verdict;
  const changesetId = verdict.status === "adopted" ? verdict.changesetId : null;
  await tx.execute(sql`
    update slate_registry_pushes set status = ${status}, reason = ${reason}, size = ${size}, changeset_id = ${changesetId}, updated_at = now() where id = ${id}`);
  tx.emit("registry.pushed", { pushId: id, status, reference }, { projectId });
  tx.audit(`registry.push_${status}`, repository, { reference, reason });
}
