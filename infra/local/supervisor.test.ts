import { afterEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectTo, pollUntil } from "./poll.ts";
import { identify, signal } from "./process-table.ts";
import { endLeftovers, recordProcesses } from "./recorded-processes.ts";
import { type ProcessSpec, Supervisor } from "./supervisor.ts";

const folder = mkdtempSync(join(tmpdir(), "slate-supervisor-"));
const recordFile = join(folder, "processes.json");
const said: string[] = [];
let supervisor = newSupervisor();

function newSupervisor(): Supervisor {
  return new Supervisor({ logs: folder, recordFile, say: (line) => said.push(line) });
}

afterEach(async () => {
  await supervisor.stopAll();
  supervisor = newSupervisor();
  said.length = 0;
});
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const ready = async () => {};
const shell = (name: string, script: string, more: Partial<ProcessSpec> = {}): ProcessSpec => ({
  name,
  command: ["bash", "-c", script],
  cwd: folder,
  ports: [],
  check: ready,
  ...more,
});
const pidOf = (name: string): number => supervisor.status().find((status) => status.name === name)?.pid ?? 0;
const until = (attempt: () => unknown) => pollUntil(attempt, { timeoutMs: 5_000, intervalMs: 10 });

function freePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  listener.stop(true);
  return listener.port;
}
const listen = (port: number) =>
  `exec ${process.execPath} -e 'Bun.serve({ hostname: "127.0.0.1", port: ${port}, fetch: () => new Response() })'`;

test("a process that dies is started again, and that is reported with the end of its log", async () => {
  supervisor.add(shell("worker", "echo last words; exec sleep 60"));
  await supervisor.start("worker");
  const first = pidOf("worker");
  await until(() => readFileSync(supervisor.logFileOf("worker"), "utf8") !== "");
  signal(first, "SIGKILL");
  await until(() => pidOf("worker") !== 0 && pidOf("worker") !== first && supervisor.status()[0]?.state === "ready");
  expect(said[0]).toContain("worker stopped by itself: it was ended by SIGKILL");
  expect(said[0]).toContain("last words");
  expect(supervisor.status()[0]?.restarts).toBe(1);
});

test("a process that was stopped stays away until it is started", async () => {
  supervisor.add(shell("worker", "exec sleep 60"));
  await supervisor.start("worker");
  await supervisor.stop("worker");
  expect(supervisor.status()[0]).toMatchObject({ state: "stopped", pid: null });
  await supervisor.start("worker");
  expect(supervisor.status()[0]).toMatchObject({ state: "ready", restarts: 0 });
});

test("a process that does not come up says which it is, why, and the end of its log; nothing of it stays", async () => {
  supervisor.add(shell("broken", "echo no such database; exit 3", { check: () => Promise.reject(new Error("not yet")) }));
  const failure = await supervisor.start("broken").catch((error: Error) => error.message);
  expect(failure).toMatch(/^broken did not start: it exited with code 3\./);
  expect(failure).toContain("no such database");
  supervisor.add(shell("slow", "exec sleep 60", { readyTimeoutMs: 100, check: () => Promise.reject(new Error("refused")) }));
  expect(await supervisor.start("slow").catch((error: Error) => error.message)).toContain("slow was not ready within 0.1 s: refused");
  expect(supervisor.status().map(({ pid }) => pid)).toEqual([null, null]);
});

test("a taken port is named with the process that holds it", async () => {
  const port = freePort();
  supervisor.add(shell("holder", listen(port), { check: () => connectTo(port) }));
  await supervisor.start("holder");
  supervisor.add(shell("late", "exec sleep 60", { ports: [port] }));
  const failure = await supervisor.start("late").catch((error: Error) => error.message);
  expect(failure).toContain(`port ${port} is taken by process ${pidOf("holder")}: ${process.execPath} -e`);
});

test("stopping ends the whole process group, also members that ignore signals", async () => {
  supervisor.add(shell("parent", `bash -c 'trap "" TERM INT; echo $$ > ${folder}/child; while :; do sleep 1; done' & sleep 60`));
  await supervisor.start("parent");
  await until(() => existsSync(join(folder, "child")) && readFileSync(join(folder, "child"), "utf8").trim() !== "");
  const child = Number(readFileSync(join(folder, "child"), "utf8"));
  expect(identify(child)).toBeDefined();
  await supervisor.stop("parent");
  expect(identify(child)).toBeUndefined();
});

test("a process that ignores its stop signal is killed after its grace", async () => {
  supervisor.add(shell("stubborn", `trap "" TERM; echo up > ${folder}/stubborn; while :; do sleep 0.05; done`, { graceMs: 200 }));
  await supervisor.start("stubborn");
  await until(() => existsSync(join(folder, "stubborn")));
  const pid = pidOf("stubborn");
  await supervisor.stop("stubborn");
  expect(identify(pid)).toBeUndefined();
  expect(said.join()).toContain("stubborn did not stop within 0.2 s");
});

test("everything is stopped after what needs it", async () => {
  const script = (name: string) =>
    `trap 'echo ${name} >> ${folder}/order; exit' TERM; echo $$ > ${folder}/${name}; while :; do sleep 0.02; done`;
  supervisor.add(shell("database", script("database")));
  supervisor.add(shell("pooler", script("pooler"), { after: ["database"] }));
  supervisor.add(shell("service", script("service"), { after: ["pooler", "database"] }));
  await Promise.all(["database", "pooler", "service"].map((name) => supervisor.start(name)));
  await until(() => ["database", "pooler", "service"].every((name) => existsSync(join(folder, name))));
  await supervisor.stopAll();
  expect(readFileSync(join(folder, "order"), "utf8").trim().split("\n")).toEqual(["service", "pooler", "database"]);
});

test("when the launcher is killed its processes end with it", async () => {
  const program = `
    import { Supervisor } from ${JSON.stringify(join(import.meta.dir, "supervisor.ts"))};
    const supervisor = new Supervisor({ logs: ${JSON.stringify(folder)}, recordFile: ${JSON.stringify(join(folder, "killed.json"))}, say() {} });
    supervisor.add({ name: "orphan", command: ["sleep", "60"], cwd: ${JSON.stringify(folder)}, ports: [], check: async () => {} });
    await supervisor.start("orphan");
    console.log(supervisor.status()[0].pid);
  `;
  const launcher = Bun.spawn([process.execPath, "-e", program], { stdout: "pipe" });
  const { value } = await launcher.stdout.getReader().read();
  const orphan = Number(new TextDecoder().decode(value));
  expect(identify(orphan)).toBeDefined();
  launcher.kill("SIGKILL");
  await until(() => identify(orphan) === undefined);
});

test("what a killed launcher left behind is ended by the next one; a stranger with a recorded number is not touched", async () => {
  const left = Bun.spawn(["sleep", "60"], { detached: true });
  const stranger = Bun.spawn(["sleep", "60"], { detached: true });
  const file = join(folder, "left.json");
  const identity = identify(left.pid);
  if (!identity) throw new Error("sleep ended early");
  recordProcesses(file, [
    { name: "left", ...identity },
    { name: "stranger", pid: stranger.pid, startedAtTicks: "1" },
  ]);
  expect(await endLeftovers(file, join(folder, "servers"))).toEqual([`left (pid ${left.pid})`]);
  await left.exited;
  expect(identify(stranger.pid)).toBeDefined();
  stranger.kill("SIGKILL");
  await stranger.exited;
});
