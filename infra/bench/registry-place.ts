import { randomFillSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Access, mintRegistryToken } from "../../packages/oci/src/index.ts";
import type { StackState } from "../local/state.ts";
import type { Bench } from "./benchmark.ts";
import { familyOf, forgetPeak, residentOf, toMiB } from "./memory.ts";

const MIB = 1024 ** 2;
export const BLOB_BYTES = 512 * MIB;
export const QUICK_BLOB_BYTES = 32 * MIB;

/** What is sent: nothing of it compresses, and its hash is known beforehand, as a client knows it. */
export function makeBlob(quick: boolean): { bytes: Uint8Array<ArrayBuffer>; digest: string } {
  const bytes = new Uint8Array(quick ? QUICK_BLOB_BYTES : BLOB_BYTES);
  randomFillSync(bytes);
  return { bytes, digest: `sha256:${new Bun.CryptoHasher("sha256").update(bytes).digest("hex")}` };
}

/** A repository that nobody has yet, and a token for it as the token route would sign one. */
export async function openRepository(state: StackState): Promise<{ name: string; headers: Record<string, string> }> {
  const name = `ws-${crypto.randomUUID()}/p-${crypto.randomUUID()}/inbox`;
  const access: Access[] = [{ type: "repository", name, actions: ["pull", "push"] }];
  const token = await mintRegistryToken({
    keyPem: readFileSync(state.registryTokenKeyFile, "utf8"),
    certPem: readFileSync(state.registryTokenCertFile, "utf8"),
    issuer: "slate",
    service: "slate-registry",
    subject: "bench",
    access,
    lifetimeSeconds: 300,
  });
  return { name, headers: { Authorization: `Bearer ${token}` } };
}

/** A client's push of one blob: opens an upload, then sends it whole. Answers the seconds that the sending took. */
export async function upload(baseUrl: string, state: StackState, bytes: Uint8Array<ArrayBuffer>, digest: string, signal: AbortSignal) {
  const { name, headers } = await openRepository(state);
  const opened = await fetch(`${baseUrl}/v2/${name}/blobs/uploads/`, { method: "POST", headers, signal });
  const place = new URL(opened.headers.get("location") ?? "", baseUrl);
  place.searchParams.set("digest", digest);
  const began = performance.now();
  const stored = await fetch(new URL(place.pathname + place.search, baseUrl), {
    method: "PUT",
    headers: { ...headers, "Content-Type": "application/octet-stream" },
    body: bytes,
    signal,
  });
  if (stored.status !== 201) throw new Error(`The upload was answered ${stored.status} ${await stored.text()}`);
  return { seconds: (performance.now() - began) / 1000, name, headers };
}

/** How much more memory gateway and registry ever had than before: what must not grow with what passes through. */
export function watchMemory({ supervisor }: Pick<Bench, "supervisor">) {
  const watched = ["nginx", "registry"].map((name) => {
    const pid = supervisor.status().find((process) => process.name === name)?.pid;
    if (!pid) throw new Error(`${name} does not run`);
    const pids = familyOf(pid);
    const sum = (of: "now" | "peak") => pids.reduce((total, one) => total + residentOf(one)[of], 0);
    for (const one of pids) forgetPeak(one);
    return { name, before: sum("now"), peak: () => sum("peak") };
  });
  return {
    growth: () => Object.fromEntries(watched.map(({ name, before, peak }) => [name, Math.max(0, peak() - before)])),
    describe: () =>
      watched.map(({ name, before, peak }) => `${name} grew by ${toMiB(Math.max(0, peak() - before))} from ${toMiB(before)}`).join(", "),
  };
}

/** A blob of 512 MiB must leave memory alone: what is allowed is far below its size. */
export const GROWTH_LIMIT_BYTES = 64 * MIB;
export const perSecond = (bytes: number, seconds: number): number => bytes / 1e6 / seconds;
