import type { Author } from "@slate/schema/api";
import type { auditLog, outbox } from "@slate/schema/db";
import { type EventData, type EventType, events, subjectOf } from "@slate/schema/events";
import { sql } from "drizzle-orm";
import { type Cache, type Freshness, type Seen, walPosition } from "./cache.ts";
import { type Database, type Pool, type Queries, send } from "./db.ts";
import { isPassing, isRetryable, isUnavailable } from "./db-errors.ts";
import { AppError } from "./errors.ts";
import type { Metrics } from "./metrics.ts";
import { withSpan } from "./tracing.ts";

/** In whose name a transaction runs. RLS sees the two ids; outbox and audit rows carry the rest. */
export type Scope = {
  workspaceId: string | null;
  userId: string | null;
  author: Author | null;
  requestId?: string | null;
  address?: string | null;
  /** What the tags that the route reads were when the request came. */
  seen?: Seen | null;
};

export type Tx = Queries & {
  /** Promises an event: it is stored with this transaction and published after it. `about` names the project or the person it concerns. */
  emit<T extends EventType>(type: T, data: EventData<T>, about?: { projectId?: string; userId?: string }): void;
  /** Records who did what. */
  audit(action: string, target?: string | null, details?: Record<string, unknown>): void;
  /** Makes cached reads under these tags stale once the transaction has committed. */
  touch(...tags: string[]): void;
};

export type TransactDeps = {
  service: string;
  db: Database;
  cache: Cache;
  metrics: Metrics;
  /** Called after a commit that left events to publish. */
  nudgeRelay: () => void;
};

const ATTEMPTS = 3;
const REPLICA_PATIENCE_MS = 800;
const REPLICA_REST_MS = 2000;
const END_OF_WAL = "ffffffffffffffff";

/**
 * Runs `work` in one transaction on the primary, with the workspace and person set for RLS. Events, audit rows and cache tags that it
 * names become real with the commit or not at all. Serialization failures and deadlocks are tried again, so `work` must
 * have no effects outside the transaction.
 */
export const transact = <T>(deps: TransactDeps, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> =>
  transactOn(deps.db.primary, deps, scope, work);

/**
 * The same for background work, in the worker's role: that sees every workspace, and `scope` only says whose the events and audit rows are.
 */
export function transactAsWorker<T>(deps: TransactDeps, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (!deps.db.worker) throw new Error(`${deps.service} has no worker role`);
  return transactOn(deps.db.worker, deps, scope, work);
}

async function transactOn<T>(pool: Pool, deps: TransactDeps, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await withSpan("transact", () => transactOnce(pool, deps, scope, work));
    } catch (error) {
      if (attempt >= ATTEMPTS || error instanceof AppError || !isRetryable(error)) throw error;
      await Bun.sleep(10 * attempt * Math.random());
    }
  }
}

async function transactOnce<T>(pool: Pool, deps: TransactDeps, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  const promised: (typeof outbox.$inferInsert)[] = [];
  const audited: (typeof auditLog.$inferInsert)[] = [];
  const tags: string[] = [];
  const { service } = deps;
  const { workspaceId, author } = scope;

  const { value, kept } = await pool.gate(() =>
    pool.orm.transaction(async (queries) => {
      void send(queries, setScope(scope));
      const tx = Object.assign(queries as Queries, {
        emit: (type: EventType, data: unknown, about: { projectId?: string; userId?: string } = {}) => {
          const id = Bun.randomUUIDv7();
          const event = {
            schemaVersion: 1,
            id,
            type,
            workspaceId,
            projectId: about.projectId ?? null,
            userId: about.userId ?? null,
            actor: author,
            at: new Date().toISOString(),
            data: events[type].parse(data),
          };
          promised.push({ id, service, workspaceId, subject: subjectOf(event), payload: event });
        },
        audit: (action: string, target: string | null = null, details: Record<string, unknown> = {}) => {
          const actor = { actorKind: author?.kind ?? "anonymous", actorId: author?.id ?? null, actorName: author?.name ?? null };
          audited.push({
            id: Bun.randomUUIDv7(),
            service,
            workspaceId,
            action,
            ...actor,
            target,
            details,
            address: scope.address,
            requestId: scope.requestId,
          });
        },
        touch: (...names: string[]) => void tags.push(...names),
      }) as Tx;
      const value = await work(tx);
      // Last, while the changed rows are locked: `seq` then orders the events of one object.
      const kept = promised.length + audited.length ? send(queries, keepPromises(promised, audited)) : null;
      return { value, kept };
    }),
  );
  // To commit after a failed statement is to roll back, and no failure of its own.
  await kept;
  if (promised.length) deps.nudgeRelay();
  if (tags.length) await deps.cache.renew(tags, await positionAfterCommit(deps.db.primary));
  return value;
}

/** Outbox and audit rows, in one round trip. */
const keepPromises = (promised: object[], audited: object[]) => sql`
  with events as (
    insert into outbox (id, service, workspace_id, subject, payload)
    select e.id, e.service, e."workspaceId", e.subject, e.payload
    from json_to_recordset(${JSON.stringify(promised)}::json) as e (id uuid, service text, "workspaceId" uuid, subject text, payload jsonb)
  )
  insert into audit_log (id, service, workspace_id, action, actor_kind, actor_id, actor_name, target, details, address, request_id)
  select a.id, a.service, a."workspaceId", a.action, a."actorKind", a."actorId", a."actorName", a.target, a.details, a.address, a."requestId"
  from json_to_recordset(${JSON.stringify(audited)}::json) as a (id uuid, service text, "workspaceId" uuid, action text, "actorKind" text, "actorId" uuid,
    "actorName" text, target text, details jsonb, address text, "requestId" text)`;

const settings = ({ workspaceId, userId }: Scope) =>
  sql`set_config('app.workspace', ${workspaceId ?? ""}, true), set_config('app.user', ${userId ?? ""}, true)`;
const setScope = (scope: Scope) => sql`select ${settings(scope)}`;

/** One question answers every commit that was acknowledged before it was asked. */
const asking = new WeakMap<Pool, { next: Promise<string> | null; last: Promise<unknown> }>();
function positionAfterCommit(pool: Pool): Promise<string> {
  const state = asking.get(pool) ?? { next: null, last: Promise.resolve() };
  asking.set(pool, state);
  state.next ??= state.last.then(async () => {
    state.next = null;
    // The commit stands even if this fails: readers then stay on the primary until the tag expires.
    const question = pool.sql`select pg_current_wal_lsn()::text as lsn`.then(([row]) => walPosition(row?.lsn)).catch(() => END_OF_WAL);
    state.last = question;
    return question;
  });
  return state.next;
}

type ReadOptions = {
  /** What a write to the data read here renews. They decide whether the replica is fresh enough. */
  tags: string[];
  /** Cached under this key when present; include everything the answer depends on, workspace first. */
  key?: string;
};

/**
 * Reads through Redis, then the replica when it has replayed every write that the tags know of, then the primary.
 * The value must survive JSON when `key` is given.
 */
export async function read<T>(deps: TransactDeps, scope: Scope, options: ReadOptions, load: (queries: Queries) => Promise<T>): Promise<T> {
  const from = (fresh: Freshness) => withSpan("read", () => loadFrom(deps, scope, fresh, load));
  if (options.key) return deps.cache.read(options.key, options.tags, from, scope.seen);
  return (await from(await deps.cache.freshness(options.tags, scope.seen))).value;
}

/** Reads from the primary, for what must be exact: versions before a write, permissions, idempotency. */
export const readPrimary = <T>(deps: TransactDeps, scope: Scope, load: (queries: Queries) => Promise<T>): Promise<T> =>
  deps.db.primary.gate(() =>
    deps.db.primary.orm.transaction(async (queries) => {
      void send(queries, setScope(scope));
      return load(queries);
    }),
  );

const replicaRests = new WeakMap<Pool, number>();
class ReplicaBehind extends Error {}

async function loadFrom<T>(deps: TransactDeps, scope: Scope, fresh: Freshness, load: (queries: Queries) => Promise<T>) {
  const { replica } = deps.db;
  if (fresh && performance.now() >= (replicaRests.get(replica) ?? 0)) {
    try {
      const value = await withPatience(readReplica(replica, scope, fresh.position, load));
      deps.metrics.read.inc({ server: "replica" });
      return { value };
    } catch (error) {
      if (error instanceof AppError) throw error;
      if (!(error instanceof ReplicaBehind)) {
        if (!isUnavailable(error) && !isPassing(error) && !(error instanceof ReplicaSlow)) throw error;
        replicaRests.set(replica, performance.now() + REPLICA_REST_MS);
      }
    }
  }
  deps.metrics.read.inc({ server: "primary" });
  return readPrimary(deps, scope, async (queries) => {
    const [row] = await queries.execute<{ lsn: string }>(sql`select pg_current_wal_lsn()::text as lsn`);
    return { value: await load(queries), position: walPosition(row?.lsn ?? "0/0") };
  });
}

const readReplica = <T>(pool: Pool, scope: Scope, position: string, load: (queries: Queries) => Promise<T>) =>
  pool.gate(() =>
    pool.orm.transaction(async (queries) => {
      const lsn = `${position.slice(0, 8)}/${position.slice(8)}`;
      const [row] = await queries.execute<{ fresh: boolean }>(
        sql`select pg_last_wal_replay_lsn() >= ${lsn}::pg_lsn as fresh, ${settings(scope)}`,
      );
      if (!row?.fresh) throw new ReplicaBehind();
      return load(queries);
    }),
  );

class ReplicaSlow extends Error {}
async function withPatience<T>(work: Promise<T>): Promise<T> {
  let timer: Timer | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ReplicaSlow()), REPLICA_PATIENCE_MS);
  });
  try {
    return await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}
