import { inline, type Logged } from "./statement-log.ts";

/** What one real save was about: what of it must be another value in every repetition. */
export type SavedOnce = {
  /** Ids that all saves share: workspace, project, person, key. Any other UUID in the statements was made for this save. */
  shared: string[];
  fileId: string;
  /** The file's name without its ending; its last three characters give way to digits. */
  fileName: string;
  /** Of the content, in hex. */
  sha256: string;
  /** That the save made. */
  version: number;
};

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const FIRST_CLIENT = 10;

/** Three digits for the file of one client in one round (1 to 9). */
const fileNumber = (round: number, client: number): number => round * 100 + FIRST_CLIENT + client;

/** Id and name of the file that a client saves in a round. */
export function fileOf({ fileId, fileName }: SavedOnce, round: number, client: number): { id: string; name: string } {
  const digits = String(fileNumber(round, client));
  return { id: withEnd(fileId, digits), name: withEnd(fileName, digits) };
}

/**
 * A pgbench script of the statements of one save. Each client saves a file of its own (`fileOf`) again and again, from version 1 on;
 * rows that a save makes get ids and hashes of their own.
 */
export function writeSaveScript(statements: Logged[], { shared, fileId, fileName, sha256, version }: SavedOnce, round: number): string {
  const keep = new Set(shared);
  const renew = (sql: string) =>
    sql
      .replaceAll(UUID, (id) => (id === fileId ? withEnd(id, ":file", 3) : keep.has(id) ? id : withEnd(id, ":own", 12)))
      .replaceAll(sha256, withEnd(sha256, ":own", 12))
      .replaceAll(new RegExp(fileName, "gi"), (name) => withEnd(name, ":file", 3))
      // The space keeps it apart from the colon before: `::` is a cast.
      .replaceAll(new RegExp(`"version":\\s*${version}\\b`, "g"), '"version": :version');
  const variables = [
    `\\set file ${fileNumber(round, 0)} + :client_id`,
    "\\set version :version + 1",
    "\\set own :file * 1000000000 + :version",
  ];
  return `${[...variables, ...statements.map((logged) => `${renew(inline(logged)).trim()};`)].join("\n")}\n`;
}

const withEnd = (text: string, end: string, length = end.length): string => text.slice(0, -length) + end;
