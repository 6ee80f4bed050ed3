import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importFolder } from "../../packages/sdk/src/index.ts";
import { readFolder, SAMPLES } from "../local/seed.ts";
import type { Benchmark } from "./benchmark.ts";
import { forgetPeak, residentOf, toMiB } from "./memory.ts";
import { median } from "./statistics.ts";
import { createProject, openWorkspace } from "./workspace.ts";

const TARGET = 2;
const MIB = 1024 ** 2;
const GROWTH_LIMIT_BYTES = 256 * MIB;

/** From a folder on disk to a changeset, as a user's folder upload does it, against `git add` and `git commit` of the same folder. */
export const importSample: Benchmark = {
  name: "import.sample",
  wanted: `ratio ≤ ${TARGET}, growth ≤ ${GROWTH_LIMIT_BYTES / MIB} MiB`,
  target: TARGET,
  async run({ state, supervisor, quick }) {
    const rounds = quick ? 2 : 5;
    const folder = SAMPLES.map((sample) => sample.folder).findLast(existsSync);
    if (!folder) throw new Error("There is no sample");
    const workspace = await openWorkspace(state.gatewayUrl);
    const pid = supervisor.status().find(({ name }) => name === "projects")?.pid;
    if (!pid) throw new Error("projects does not run");

    const oursMs: number[] = [];
    const gitMs: number[] = [];
    const counts = new Set<string>();
    const before = residentOf(pid).now;
    forgetPeak(pid);
    for (let round = 0; round < rounds; round++) {
      const projectId = await createProject(workspace, `Import ${round}`);
      const beganMs = performance.now();
      const files = await readFolder(folder);
      const done = await importFolder(workspace.client, { workspaceId: workspace.id, projectId, files, message: "Import" });
      oursMs.push(performance.now() - beganMs);
      const git = await commitWithGit(folder);
      gitMs.push(git.ms);
      counts.add(`${done.files.created} files imported, ${git.files} in git`);
    }
    const growth = residentOf(pid).peak - before;
    const ratio = median(oursMs) / median(gitMs);
    return {
      value: median(oursMs) / 1000,
      unit: "s",
      probe: median(gitMs) / 1000,
      ratio,
      ok: ratio <= TARGET && growth <= GROWTH_LIMIT_BYTES,
      details: [
        `${[...counts].join("; ")}; ${rounds} rounds, each into a new project and a new repository`,
        `projects grew by ${toMiB(growth)} at its peak over all rounds, from ${toMiB(before)}`,
        `rounds: ${oursMs.map((ms, i) => `${(ms / 1000).toFixed(2)}/${((gitMs[i] ?? 0) / 1000).toFixed(2)}`).join(", ")}`,
      ],
    };
  },
};

/** Time of `git add` and `git commit` of a whole folder into a fresh repository, which lives elsewhere. */
async function commitWithGit(folder: string): Promise<{ ms: number; files: number }> {
  const scratch = mkdtempSync(join(tmpdir(), "slate-bench-git-"));
  const git = async (...words: string[]): Promise<string> => {
    const child = Bun.spawn(["git", `--git-dir=${scratch}/repository`, `--work-tree=${folder}`, ...words], {
      cwd: folder,
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
      stderr: "pipe",
    });
    const [output, errors] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
    if ((await child.exited) !== 0) throw new Error(`git ${words[0]} failed: ${errors}`);
    return output;
  };
  try {
    await git("init", "-q");
    const beganMs = performance.now();
    await git("add", "--all", "--force");
    await git("-c", "user.name=bench", "-c", "user.email=bench@example.com", "-c", "gc.auto=0", "commit", "-q", "-m", "Import");
    const ms = performance.now() - beganMs;
    return { ms, files: (await git("ls-files")).trimEnd().split("\n").length };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
