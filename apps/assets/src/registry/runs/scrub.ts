import { type Registry, RegistryError, RegistryUnavailable, repositoryFor } from "@slate/oci";
import type { Queries } from "@slate/service";
import type { Deps } from "../../deps.ts";
import { countNamed, findNamed, findPaths, type Named } from "./find-blobs.ts";
import type { Report } from "./work.ts";

const TELL_EVERY_MS = 2000;
/** Faults written out in the report; all are counted. */
const LISTED_LIMIT = 200;
const PATHS_LIMIT = 20;
/** A registry that is away for so long ends the run; whatever asks next begins a new one. */
const AWAY_LIMIT_MS = 10 * 60_000;
const AWAY_PAUSE_MS = 5000;
const MIB = 1024 * 1024;

type Fault = "missing" | "corrupt" | "unreadable";
export type ScrubReport = {
  checked: number;
  bytes: number;
  counts: Record<Fault, number>;
  faults: { fault: Fault; projectId: string; repository: string; digest: string; files: string[] }[];
};

/**
 * Reads everything that the database relies on the registry to have, hashing it, no faster than the settings say. Reports what is missing or is
 * not the bytes it should be, with the files that it means.
 */
export async function scrub(deps: Deps, tell: Report): Promise<ScrubReport> {
  const { worker } = deps.db;
  if (!worker) throw new Error("scrubbing is background work");
  const report: ScrubReport = { checked: 0, bytes: 0, counts: { missing: 0, corrupt: 0, unreadable: 0 }, faults: [] };
  const reader = createReader(deps, (bytes) => {
    report.bytes += bytes;
  });
  const total = await countNamed(worker.orm);
  let toldMs = performance.now();
  await tell("reading", 0, total);
  for await (const named of findNamed(worker.orm)) {
    const fault = await reader.check(named);
    report.checked++;
    if (fault) await note(deps, worker.orm, report, named, fault);
    if (performance.now() - toldMs < TELL_EVERY_MS) continue;
    toldMs = performance.now();
    await tell("reading", report.checked, Math.max(total, report.checked));
  }
  await tell("reading", report.checked, report.checked);
  return report;
}

async function note(deps: Deps, q: Queries, report: ScrubReport, named: Named, fault: Fault): Promise<void> {
  const { projectId, digest } = named;
  report.counts[fault]++;
  deps.log.error({ fault, project: projectId, digest }, "content in the registry is not what it should be");
  if (report.faults.length >= LISTED_LIMIT) return;
  const files = await findPaths(q, projectId, digest, PATHS_LIMIT);
  report.faults.push({ fault, projectId, repository: repositoryFor(named), digest, files });
}

function createReader({ registry, config }: Deps, count: (bytes: number) => void) {
  const startedMs = performance.now();
  let readBytes = 0;
  /** The store has each blob once, whatever repositories name it: those that are sound need only be there. */
  const sound = new Set<string>();

  const pace = async (bytes: number) => {
    readBytes += bytes;
    count(bytes);
    const aheadMs = (readBytes / (config.SCRUB_MIB_PER_SECOND * MIB)) * 1000 - (performance.now() - startedMs);
    if (aheadMs > 50) await Bun.sleep(aheadMs);
  };

  async function readBlob(repository: string, digest: string): Promise<void> {
    if (sound.has(digest)) {
      if (!(await registry.blobs.has(repository, digest))) throw new RegistryError("BLOB_UNKNOWN", `${repository} has no ${digest}`);
      return;
    }
    const { stream } = await registry.blobs.pull(repository, digest);
    for await (const chunk of stream) await pace(chunk.byteLength);
    sound.add(digest);
  }

  async function read(named: Named): Promise<void> {
    const repository = repositoryFor(named);
    if (named.kind !== "assets") return readBlob(repository, named.digest);
    const { manifest } = await registry.pullManifest(repository, named.digest);
    for (const { digest } of [manifest.config, ...manifest.layers]) await readBlob(repository, digest);
  }

  return {
    async check(named: Named): Promise<Fault | null> {
      const giveUpMs = performance.now() + AWAY_LIMIT_MS;
      for (;;) {
        try {
          await read(named);
          return null;
        } catch (error) {
          if (!(error instanceof RegistryError)) return "corrupt"; // a manifest that is none
          if (!(error instanceof RegistryUnavailable)) return faultOf(error);
          if (await answers(registry)) return "unreadable"; // of all it has, it is this that it cannot give
          if (performance.now() > giveUpMs) throw error;
          await Bun.sleep(AWAY_PAUSE_MS);
        }
      }
    },
  };
}

const faultOf = ({ code }: RegistryError): Fault => (code === "DIGEST_INVALID" || code === "SIZE_INVALID" ? "corrupt" : "missing");

const answers = (registry: Registry): Promise<boolean> =>
  registry.ping().then(
    () => true,
    () => false,
  );
