import { type Author, type Operation, pathKey } from "@slate/schema/api";
import type { Queries } from "@slate/service";
import { or, sql } from "drizzle-orm";
import type { StoredContent } from "../content/content.ts";
import { mediaType } from "../content/media-type.ts";
import { errors } from "../errors.ts";

/** A file as it is in the database, locked for this transaction. */
export type FileState = {
  id: string;
  path: string;
  pathKey: string;
  sha256: string;
  type: string;
  size: number;
  binary: boolean;
  version: number;
  deleted: boolean;
  lockOwnerId: string | null;
  lockOwnerName: string | null;
  lock: { owner: Author; note: string; takenAt: string } | null;
};

/** A file as the changeset will leave it. `before` is null for a new file. `content` is set when it changes. */
export type Draft = {
  id: string;
  before: FileState | null;
  path: string;
  deleted: boolean;
  sha256: string;
  size: number;
  binary: boolean;
  type: string;
  content: StoredContent | null;
};

export type Change = { draft: Draft; operation: Operation };

/** Which files to load: by id, by exact path key, or all live ones below a folder. Locked unless only looked at. */
export type Selection = { ids?: string[]; pathKeys?: string[]; folders?: string[]; lock?: boolean };

const COLUMNS = sql`f.id, f.path, f.path_key as "pathKey", encode(f.sha256, 'hex') as sha256, f.type, f.size::float8 as size, f.is_binary as binary,
  f.version, f.deleted_at is not null as deleted, l.owner_user_id as "lockOwnerId", l.owner->>'name' as "lockOwnerName",
  case when l.file_id is not null then json_build_object('owner', l.owner, 'note', l.note, 'takenAt', l.taken_at) end as lock`;

/**
 * Loads and locks files, in id order so that two changesets never wait for each other in a circle. Deleted files come by id only.
 */
export async function loadFiles(q: Queries, projectId: string, selection: Selection): Promise<FileState[]> {
  const { ids, pathKeys, folders, lock = true } = selection;
  // The limit tells the planner how many there are.
  const listed = (values: string[]) =>
    sql`(select value from json_array_elements_text(${JSON.stringify(values)}::json) limit ${sql.raw(String(values.length))})`;
  const prefixes = (folders ?? []).map((folder) => `${pathKey(folder)}/`);
  // Each part alone can use its index; an "or" of them all could use none.
  const wanted = [
    ids?.length ? sql`f.id in (select value::uuid from ${listed(ids)} listed)` : undefined,
    pathKeys?.length ? sql`f.deleted_at is null and f.path_key in ${listed(pathKeys)}` : undefined,
    prefixes.length
      ? sql`f.deleted_at is null and exists (select 1 from ${listed(prefixes)} folder where starts_with(f.path_key, folder.value))`
      : undefined,
  ].filter((part) => part !== undefined);
  if (wanted.length === 0) return [];
  return q.execute<FileState>(sql`
    select ${COLUMNS} from slate_files f left join slate_file_locks l on l.file_id = f.id
    where f.project_id = ${projectId} and (${or(...wanted)})
    order by f.id ${lock ? sql`for update of f` : sql``}`);
}

/** Loads and locks one file, whichever project it is in. Throws `file.not_found`, or that its project takes no changes. */
export async function loadFile(q: Queries, id: string): Promise<{ projectId: string; file: FileState }> {
  const [row] = await q.execute<FileState & { projectId: string; isArchived: boolean; isProjectDeleted: boolean }>(sql`
    select ${COLUMNS}, p.id as "projectId", p.archived_at is not null as "isArchived", p.deleted_at is not null as "isProjectDeleted"
    from slate_files f join slate_projects p on p.id = f.project_id left join slate_file_locks l on l.file_id = f.id
    where f.id = ${id} for update of f`);
  if (!row) throw errors.fileNotFound();
  if (row.isProjectDeleted) throw errors.projectNotFound();
  if (row.isArchived) throw errors.archived();
  return { projectId: row.projectId, file: row };
}

/** The state of a changeset while it is put together: each file appears once, whatever happens to it. */
export class Drafts {
  private readonly byId = new Map<string, Draft>();
  /** Live drafts by path key; the first to have a path keeps it here, and the database refuses a second. */
  private readonly byPath = new Map<string, Draft>();
  constructor(
    loaded: FileState[],
    private readonly userId: string,
  ) {
    for (const file of loaded) {
      const draft = { ...file, before: file, content: null };
      this.byId.set(file.id, draft);
      if (!file.deleted) this.byPath.set(file.pathKey, draft);
    }
  }

  create(path: string, content: StoredContent): Draft {
    const draft = { id: Bun.randomUUIDv7(), before: null, path, deleted: false, ...factsOf(path, content), content };
    this.byId.set(draft.id, draft);
    this.settle(draft);
    return draft;
  }

  edit(id: string, content: StoredContent, ifVersion?: number): Draft {
    const draft = this.writable(id, ifVersion);
    if (draft.sha256 !== content.sha256) Object.assign(draft, factsOf(draft.path, content), { content });
    return draft;
  }

  move(id: string, to: string, ifVersion?: number): Draft {
    const draft = this.writable(id, ifVersion);
    this.leave(draft);
    Object.assign(draft, { path: to, type: mediaType(to, draft.binary) });
    this.settle(draft);
    return draft;
  }

  remove(id: string, ifVersion?: number): Draft {
    const draft = this.writable(id, ifVersion);
    this.leave(draft);
    draft.deleted = true;
    return draft;
  }

  restore(id: string): Draft {
    const draft = this.byId.get(id);
    if (!draft) throw errors.fileNotFound();
    if (!draft.deleted) throw errors.notDeleted(`${draft.path} is not deleted`);
    draft.deleted = false;
    this.settle(draft);
    return draft;
  }

  get(id: string): Draft | undefined {
    return this.byId.get(id);
  }

  liveAt(path: string): Draft | undefined {
    return this.byPath.get(pathKey(path));
  }

  below(folder: string): Draft[] {
    const prefix = `${pathKey(folder)}/`;
    return [...this.byId.values()].filter((draft) => !draft.deleted && pathKey(draft.path).startsWith(prefix));
  }

  /** What really changes, with the word for it. Files that end as they began are left out. */
  changes(): Change[] {
    const found: Change[] = [];
    for (const draft of this.byId.values()) {
      const operation = operationOf(draft);
      if (operation) found.push({ draft, operation });
    }
    return found;
  }

  private settle(draft: Draft): void {
    const key = pathKey(draft.path);
    if (!this.byPath.has(key)) this.byPath.set(key, draft);
  }

  private leave(draft: Draft): void {
    const key = pathKey(draft.path);
    if (this.byPath.get(key) === draft) this.byPath.delete(key);
  }

  private writable(id: string, ifVersion?: number): Draft {
    const draft = this.byId.get(id);
    if (!draft || draft.deleted) throw errors.fileNotFound();
    const { before } = draft;
    if (ifVersion !== undefined && before && before.version !== ifVersion) {
      throw errors.conflict(`${before.path} is at version ${before.version}, not ${ifVersion}`, {
        details: {
          conflicts: [{ fileId: id, path: before.path, reason: "changed_since", message: `It is at version ${before.version} now` }],
        },
      });
    }
    if (before) refuseLocked(before, this.userId);
    return draft;
  }
}

/** Throws `file.locked` when somebody else holds the file's lock. */
export function refuseLocked(file: FileState, userId: string): void {
  if (file.lockOwnerId !== null && file.lockOwnerId !== userId) {
    throw errors.locked(`${file.path} is locked by ${file.lockOwnerName}`, {
      details: { path: file.path, ownerId: file.lockOwnerId, ownerName: file.lockOwnerName },
    });
  }
}

const factsOf = (path: string, { sha256, size, binary }: StoredContent) => ({ sha256, size, binary, type: mediaType(path, binary) });

function operationOf({ before, deleted, path, sha256 }: Draft): Operation | null {
  if (!before) return deleted ? null : "create";
  if (deleted) return before.deleted ? null : "delete";
  if (before.deleted) return "restore";
  if (before.path !== path) return "move";
  return before.sha256 === sha256 ? null : "edit";
}

export type ChangesetAbout = { projectId: string; kind: "edit" | "import" | "revert"; message: string; reverts?: string; author: Author };
