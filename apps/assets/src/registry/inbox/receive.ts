import { parseRepository } from "@slate/oci";
import type { Author } from "@slate/schema/api";
import { transactAsWorker } from "@slate/service";
import { sql } from "drizzle-orm";
import type { Deps } from "../../deps.ts";

export type Received = {
  repository: string;
  /** The tag, or the digest when it was pushed without one. */
  reference: string;
  digest: string;
  /** Who pushed: the subject of their token, `key:<id>`; null when that cannot be told. */
  subject: string | null;
  at: Date;
};

const SUBJECT = /^(?:person|key):([0-9a-f-]{36})$/;

/**
 * Writes down that something was pushed to an inbox; what becomes of it is decided by the next turn. Told twice is the same as once, but what is
 * pushed again after it was dealt with is new.
 */
export async function receive(deps: Deps, { repository, reference, digest, subject, at }: Received): Promise<void> {
  const place = parseRepository(repository);
  if (place?.kind !== "inbox") return;
  const { workspaceId, projectId } = place;
  const authorId = SUBJECT.exec(subject ?? "")?.[1] ?? null;
  await transactAsWorker(deps, { workspaceId, userId: null, author: null }, async (tx) => {
    const [pusher] = authorId
      ? await tx.execute<{ author: Author; userId: string }>(
          sql`select author, user_id as "userId" from slate_registry_grants where project_id = ${projectId} and author_id = ${authorId}`,
        )
      : [];
    await tx.execute(sql`
      insert into slate_registry_pushes as p (id, workspace_id, project_id, repository, reference, manifest_digest, author, user_id, updated_at)
      select ${Bun.randomUUIDv7()}::uuid, workspace_id, id, ${repository}, ${reference}, ${digest},
        ${pusher ? JSON.stringify(pusher.author) : null}::jsonb, ${pusher?.userId ?? null}::uuid, 'epoch'
      from slate_projects where id = ${projectId} and workspace_id = ${workspaceId}
      on conflict (project_id, reference, manifest_digest) do update
        set status = 'received', reason = null, failures = 0, changeset_id = null, author = excluded.author, user_id = excluded.user_id, updated_at = 'epoch'
        where p.status <> 'received' and p.updated_at < ${at.toISOString()}::timestamptz`);
  });
}
