import { type Tx, transactAsWorker } from "@slate/service";
import { sql } from "drizzle-orm";
import type { Deps } from "../../deps.ts";
import { adopt, type Push, type Verdict } from "./adopt.ts";

/** Who took a push and has not been heard of for so long died; one that could not be settled waits as long. */
const LEASE_SECONDS = 30;

/** Settles pushes that were received, oldest first, until none is left. Every replica may: each takes one at a time for itself. */
export async function workThroughInbox(deps: Deps): Promise<void> {
  for (let push = await take(deps); push; push = await take(deps)) {
    const { id } = push;
    const verdict = await adopt(deps, push, () => renewLease(deps, id)).catch((error) => {
      deps.log.warn({ err: String(error), push: id }, "a push could not be settled; it will be tried again");
      return null;
    });
    if (verdict) await settle(deps, push, verdict);
  }
}

async function take({ db }: Deps): Promise<Push | undefined> {
  const [push] =
    (await db.worker?.orm.execute<Push>(sql`
      update slate_registry_pushes set updated_at = now() where id = (
        select id from slate_registry_pushes where status = 'received' and updated_at < now() - make_interval(secs => ${LEASE_SECONDS})
        order by created_at limit 1 for update skip locked)
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
