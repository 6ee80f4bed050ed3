import { createHash } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { StackName } from "./ports.ts";

/** The root of this clone. */
export const cloneFolder = resolve(import.meta.dir, "../..");

/** The unprivileged account that servers run as when the launcher is root; PostgreSQL and pgbouncer refuse root. */
export type ServerUser = { uid: number; gid: number };

/** `nobody` when we are root, undefined (ourselves) otherwise. */
export function findServerUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const nobody = readFileSync("/etc/passwd", "utf8").match(/^nobody:[^:]*:(\d+):(\d+):/m);
  if (!nobody) throw new Error("The account `nobody` is missing from /etc/passwd; PostgreSQL cannot run as root.");
  return { uid: Number(nobody[1]), gid: Number(nobody[2]) };
}

/** The setpriv words that drop to `user`; none when there is nobody to drop to. */
export const dropTo = (user: ServerUser | undefined): string[] =>
  user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"] : [];

export type Folders = {
  /** The launcher's own: secrets, logs, state.json. `.slate/<stack>` in the clone. */
  state: string;
  logs: string;
  /** What servers read and write; below `state`, or below /var/lib/slate where they could not reach the clone. */
  servers: string;
  /** Binaries shared by this clone's stacks. */
  tools: string;
  /** The built web app that the gateway serves. */
  web: string;
};

function canReach(folder: string, user: ServerUser | undefined): boolean {
  if (!user) return true;
  const test = Bun.spawnSync(["setpriv", ...dropTo(user), "--", "test", "-r", folder, "-a", "-x", folder]);
  return test.exitCode === 0;
}

/** Where everything of `stack` lives. Creates nothing. */
export function foldersOf(stack: StackName, user: ServerUser | undefined): Folders {
  const state = join(cloneFolder, ".slate", stack);
  const shared = { state, logs: join(state, "logs") };
  if (canReach(cloneFolder, user)) {
    return {
      ...shared,
      servers: join(state, "servers"),
      tools: join(cloneFolder, ".slate", "tools"),
      web: join(cloneFolder, "apps", "web", "dist"),
    };
  }
  const hash = createHash("sha256").update(cloneFolder).digest("hex").slice(0, 8);
  const outside = join("/var/lib/slate", `${basename(cloneFolder)}-${hash}`);
  return { ...shared, servers: join(outside, stack), tools: join(outside, "tools"), web: join(outside, "web") };
}

/** Makes a folder that everybody may pass through, whatever the umask. */
export function makeFolder(path: string, mode = 0o755): string {
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
  return path;
}

/** Makes a folder that only `user` (or we) can read. */
export function makeServerFolder(path: string, user: ServerUser | undefined): string {
  makeFolder(path, 0o700);
  if (user) chownSync(path, user.uid, user.gid);
  return path;
}

/** Writes a file that only `user` (or we) can read. */
export function writeServerFile(path: string, text: string, user: ServerUser | undefined): string {
  writeFileSync(path, text, { mode: 0o600 });
  chmodSync(path, 0o600);
  if (user) chownSync(path, user.uid, user.gid);
  return path;
}

/** Creates the folders of a stack; `.slate/<stack>/servers-folder` names where the servers' own folder is. */
export function createFolders(folders: Folders): void {
  makeFolder(join(cloneFolder, ".slate"));
  makeFolder(folders.state);
  makeFolder(folders.logs, 0o700);
  makeFolder(join(folders.servers, ".."));
  makeFolder(folders.servers);
  makeFolder(folders.tools);
  makeFolder(folders.web);
  writeFileSync(join(folders.state, "servers-folder"), `${folders.servers}\n`);
}

/** Removes all state of a stack, also the part outside the clone. */
export function removeState(folders: Folders): void {
  const named = join(folders.state, "servers-folder");
  const recorded = existsSync(named) ? readFileSync(named, "utf8").trim() : folders.servers;
  for (const folder of new Set([recorded, folders.servers, folders.state])) rmSync(folder, { recursive: true, force: true });
}
