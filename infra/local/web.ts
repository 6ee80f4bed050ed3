import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { cloneFolder, type Folders } from "./folders.ts";
import { holderOfLock, releaseLock, takeLock } from "./launcher-lock.ts";
import { pollUntil } from "./poll.ts";
import { runCommand } from "./run-command.ts";
import type { Stack } from "./stack.ts";
import type { ProcessSpec } from "./supervisor.ts";

const app = join(cloneFolder, "apps", "web");
const inputs = ["apps/web", "packages/schema/src", "packages/sdk/src", "bun.lock"].map((path) => join(cloneFolder, path));
const COMPRESS_FROM_BYTES = 1024;

const command = (folder: string) => [process.execPath, "x", "vite", "build", "--outDir", folder, "--emptyOutDir"];
const stampFileOf = (folders: Folders) => join(folders.tools, "web.stamp");

/**
 * Builds the web app into `folders.web` and compresses what is worth it, unless that was done from the same sources.
 * Answers whether it built.
 */
export async function buildWeb({ folders }: Pick<Stack, "folders">, signal: AbortSignal): Promise<boolean> {
  const stampFile = stampFileOf(folders);
  const lock = join(folders.tools, "web.lock"); // several stacks of one clone share the folder
  await pollUntil(() => takeLock(lock) === undefined, {
    timeoutMs: 120_000,
    signal,
    what: `The build by process ${holderOfLock(lock)?.pid}`,
  });
  try {
    const stamp = hashOf(inputs);
    if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp && existsSync(join(folders.web, "index.html"))) return false;
    rmSync(stampFile, { force: true });
    await runCommand(command(folders.web), { cwd: app, logFile: join(folders.logs, "web.log"), signal });
    for (const file of filesIn(folders.web)) compress(file);
    writeFileSync(stampFile, hashOf(inputs)); // the build itself writes the route tree
    return true;
  } finally {
    releaseLock(lock);
  }
}

/** Rebuilds the web app whenever a source changes. */
export function watchWeb({ folders }: Stack): ProcessSpec {
  rmSync(stampFileOf(folders), { force: true }); // what it leaves behind is not compressed
  return {
    name: "web",
    command: [...command(folders.web), "--watch"],
    cwd: app,
    ports: [],
    check: async () => {
      if (!existsSync(join(folders.web, "index.html"))) throw new Error("there is no index.html yet");
    },
  };
}

function compress(file: string): void {
  if (!/\.(html|js|css|svg|json|txt|webmanifest|wasm)$/.test(file) || statSync(file).size <= COMPRESS_FROM_BYTES) return;
  const plain = readFileSync(file);
  const packed = gzipSync(plain, { level: 9 });
  if (packed.length < plain.length) writeFileSync(`${file}.gz`, packed);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function hashOf(paths: string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) {
    const files = statSync(path).isDirectory() ? sourcesIn(path) : [path];
    for (const file of files.sort()) hash.update(`${file}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules" || entry.name.startsWith("dist") || entry.name.startsWith(".")) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourcesIn(path) : [path];
  });
}
