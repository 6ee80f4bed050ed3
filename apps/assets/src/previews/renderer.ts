import { setPriority } from "node:os";
import { join } from "node:path";
import { type Log, problems } from "@slate/service";
import type { Failed, Job, Rendered, Reply, Request } from "./render/protocol.ts";

export type Renderer = ReturnType<typeof createRenderer>;
type Limits = { timeoutMs: number; idleMs: number; limitPixels: number; queue: number };
/** What makes a job ready when its turn has come, or knows by then that it cannot be drawn. */
type Prepare = () => Promise<Job | Failed>;
type Waiting = { prepare: Prepare } & Pick<PromiseWithResolvers<Rendered>, "resolve" | "reject">;

const MAIN = join(import.meta.dir, "render", "main.ts");
/** Requests matter more than pictures. */
const NICE = 10;

/**
 * Draws pictures in a process of its own, started when there is something to draw and ended when there has been nothing for a while. One job at a
 * time, its preparation included; urgent ones first, of which `queue` may wait and more are `server.unavailable`. A job that takes too long, or ends the process twice, is answered as one that cannot be drawn.
 */
export function createRenderer(limits: Limits, log: Pick<Log, "warn">) {
  const urgent: Waiting[] = [];
  const patient: Waiting[] = [];
  let child: ReturnType<typeof spawn> | null = null;
  let working = false;
  let closed = false;
  let jobs = 0;
  let idle: ReturnType<typeof setTimeout> | undefined;

  function spawn() {
    const replies = new Map<number, (rendered: Rendered | null) => void>();
    const process_ = Bun.spawn([process.execPath, MAIN], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", MALLOC_ARENA_MAX: "2" },
      serialization: "advanced",
      ipc: ({ id, rendered }: Reply) => replies.get(id)?.(rendered),
      onExit: () => {
        for (const settle of replies.values()) settle(null);
      },
    });
    try {
      setPriority(process_.pid, NICE);
    } catch (error) {
      log.warn({ err: String(error) }, "pictures are drawn at the priority of requests");
    }
    return { process: process_, replies };
  }

  /** Null when the process ended before it answered. */
  async function attempt(job: Job): Promise<Rendered | null> {
    const id = ++jobs;
    if (closed) throw problems.unavailable("No pictures are drawn any more");
    child ??= spawn();
    const { process: running, replies } = child;
    const { promise, resolve } = Promise.withResolvers<Rendered | null>();
    replies.set(id, resolve);
    const timer = setTimeout(() => resolve({ ok: false, code: "image.timeout", message: "Drawing it took too long" }), limits.timeoutMs);
    try {
      running.send({ id, job, limitPixels: limits.limitPixels } satisfies Request);
      const rendered = await promise;
      if (rendered === null || (!rendered.ok && rendered.code === "image.timeout")) await end();
      if (closed) throw problems.unavailable("No pictures are drawn any more");
      return rendered;
    } finally {
      clearTimeout(timer);
      replies.delete(id);
    }
  }

  async function end() {
    const ending = child;
    child = null;
    ending?.process.kill("SIGKILL");
    await ending?.process.exited;
  }

  async function work() {
    working = true;
    clearTimeout(idle);
    for (let next = urgent.shift() ?? patient.shift(); next; next = urgent.shift() ?? patient.shift()) {
      try {
        const job = await next.prepare();
        if (!("kind" in job)) {
          next.resolve(job);
          continue;
        }
        // Something else may have ended the process, a lack of memory for one: the job gets a second one.
        const rendered = (await attempt(job)) ?? (await attempt(job));
        next.resolve(rendered ?? { ok: false, code: "image.crashed", message: "Drawing it ended the process that draws" });
      } catch (error) {
        next.reject(error);
      }
    }
    working = false;
    idle = setTimeout(() => void end(), limits.idleMs);
    idle.unref();
  }

  return {
    async render(prepare: Prepare, isUrgent: boolean): Promise<Rendered> {
      if (isUrgent && urgent.length >= limits.queue)
        throw problems.unavailable("Many pictures are waiting to be drawn; try again shortly", { headers: { "Retry-After": "5" } });
      const { promise, resolve, reject } = Promise.withResolvers<Rendered>();
      (isUrgent ? urgent : patient).push({ prepare, resolve, reject });
      if (!working) void work();
      return promise;
    },
    async close() {
      closed = true;
      clearTimeout(idle);
      await end();
    },
  };
}
