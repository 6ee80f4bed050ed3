// First step on a machine that has nothing but Node and npm: fetches the pinned Bun and the locked packages, then hands over to it.
// Plain JavaScript without dependencies, because nothing is installed yet.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const local = dirname(fileURLToPath(import.meta.url));
const clone = resolve(local, "../..");
const tools = join(clone, ".slate", "tools");
const [command = "start", ...words] = process.argv.slice(2);

const programs = {
  start: join(local, "start.ts"),
  test: join(local, "test.ts"),
  bench: join(local, "../bench/main.ts"),
  run: join(local, `${words[0]}.ts`),
};
const program = programs[command];
if (!program || !existsSync(program))
  fail(`There is no "${[command, ...words].join(" ")}"; there are start, test, bench and run NAME (a file of infra/local).`);

const bun = installBun();
installPackages(bun);
handOver(bun, [program, ...(command === "run" ? words.slice(1) : words)]);

/** Path of the Bun that package.json pins, installed beside the state. */
function installBun() {
  const version = JSON.parse(readFileSync(join(clone, "package.json"), "utf8")).packageManager.replace(/^bun@/, "");
  const present = findBun(version);
  if (present) return present;
  console.error(`Installing Bun ${version}...`);
  mkdirSync(tools, { recursive: true });
  const target = `bun-${version}`;
  run("npm", [
    "install",
    "--prefix",
    join(tools, target),
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--ignore-scripts=false",
    `bun@${version}`,
  ]);
  return findBun(version) ?? fail(`npm installed bun@${version} into ${join(tools, target)}, but no binary in it runs.`);
}

/** npm may refuse the install script that puts the binary in place, so the platform's own package is looked at too. */
function findBun(version) {
  const modules = join(tools, `bun-${version}`, "node_modules");
  const platform = existsSync(join(modules, "@oven"))
    ? readdirSync(join(modules, "@oven")).map((name) => join(modules, "@oven", name, "bin", "bun"))
    : [];
  const candidates = [join(modules, "bun", "bin", "bun.exe"), ...platform];
  return candidates.find((path) => existsSync(path) && spawnSync(path, ["--version"], { encoding: "utf8" }).stdout?.trim() === version);
}

/** Installs the locked packages when the lock file or a package.json changed since last time. */
function installPackages(bunPath) {
  const manifests = ["apps", "packages"].flatMap((folder) =>
    readdirSync(join(clone, folder))
      .map((name) => join(clone, folder, name, "package.json"))
      .filter((path) => existsSync(path)),
  );
  const hash = createHash("sha256");
  for (const path of [join(clone, "bun.lock"), join(clone, "package.json"), ...manifests.sort()]) hash.update(readFileSync(path));
  const stamp = hash.digest("hex");
  const stampFile = join(clone, "node_modules", ".installed");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  console.error("Installing packages...");
  run(bunPath, ["install", "--frozen-lockfile"]);
  writeFileSync(stampFile, stamp);
}

/** Runs a step to its end and shows its output only when it fails. */
function run(name, args) {
  const { status, stdout, stderr, error } = spawnSync(name, args, { cwd: clone, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) fail(`\`${name} ${args.join(" ")}\` failed.\n${stdout ?? ""}${stderr ?? ""}${error ? error.message : ""}`);
}

/** Runs the program with our terminal, passes signals on, and ends as it ends. It ends when we are killed. */
function handOver(bunPath, args) {
  const child = spawn("setpriv", ["--pdeathsig", "SIGTERM", "--", bunPath, ...args], {
    cwd: clone,
    stdio: "inherit",
    env: withoutProxyToOurselves(),
  });
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => child.kill(name));
  child.on("error", (error) => fail(`Bun could not be started: ${error.message}`));
  child.on("exit", (code, name) => process.exit(code ?? 128 + (constants.signals[name] ?? 0)));
}

/** Where the environment names a proxy, it is not for addresses of this machine. */
function withoutProxyToOurselves() {
  const except = [process.env.NO_PROXY ?? process.env.no_proxy, "localhost", "127.0.0.1"].filter(Boolean).join(",");
  return { ...process.env, NO_PROXY: except, no_proxy: except };
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
