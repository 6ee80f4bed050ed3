import { readFileSync } from "node:fs";
import { mintRegistryToken, repositoryFor } from "../../packages/oci/src/index.ts";
import type { Upload } from "../../packages/schema/src/api/index.ts";
import type { StackState } from "../local/state.ts";
import type { Benchmark } from "./benchmark.ts";
import { forgetPeak, residentOf, toMiB } from "./memory.ts";
import { median } from "./statistics.ts";
import { type BenchWorkspace, createProject, expectData, openWorkspace } from "./workspace.ts";

const TARGET = 0.45;
const MIB = 1024 ** 2;
const MB = 1e6;
const SIZE_BYTES = 512 * MIB;
const CHUNK_BYTES = 16 * MIB;
const GROWTH_LIMIT_BYTES = 128 * MIB;
const INGEST_MS = 30_000;

/** A large asset by the API through the gateway, hashed on the way, against the same blob straight from the registry, turn by turn. */
export const assetsDownload: Benchmark = {
  name: "assets.download",
  wanted: `ratio ≥ ${TARGET}, growth ≤ ${GROWTH_LIMIT_BYTES / MIB} MiB`,
  target: TARGET,
  async run({ state, supervisor, quick, signal }) {
    const rounds = quick ? 3 : 9;
    const workspace = await openWorkspace(state.gatewayUrl);
    const projectId = await createProject(workspace, "Download");
    const pid = supervisor.status().find(({ name }) => name === "assets")?.pid;
    if (!pid) throw new Error("assets does not run");
    const before = residentOf(pid).now;
    forgetPeak(pid);
    const sent = await upload(workspace, state.gatewayUrl, projectId, signal);
    const afterUpload = residentOf(pid).peak - before;
    const assetId = await findAsset(workspace, projectId, signal);
    const api = { url: `${state.gatewayUrl}/api/assets/${assetId}/content`, authorization: `Bearer ${workspace.key}` };
    const registry = await addressOf(state, workspace.id, projectId, sent.sha256);

    forgetPeak(pid);
    const atRest = residentOf(pid).now;
    const ours: number[] = [];
    const probe: number[] = [];
    for (let round = 0; round < rounds; round++) {
      probe.push(await download(registry, signal));
      ours.push(await download(api, signal));
    }
    const growth = residentOf(pid).peak - atRest;
    const [first, second] = sent.completedMs;
    const ratio = median(ours) / median(probe);
    return {
      value: median(ours),
      unit: "MB/s",
      probe: median(probe),
      ratio,
      ok: ratio >= TARGET && growth <= GROWTH_LIMIT_BYTES && afterUpload <= GROWTH_LIMIT_BYTES,
      details: [
        `${SIZE_BYTES / MIB} MiB, ${rounds} rounds each; assets grew by ${toMiB(growth)} at its peak`,
        `upload in chunks of ${CHUNK_BYTES / MIB} MiB: ${(SIZE_BYTES / MB / ((first + second) / 1000)).toFixed(0)} MB/s in all ` +
          `(sent in ${(first / 1000).toFixed(1)} s, checked and made a file in ${(second / 1000).toFixed(1)} s); assets grew by ${toMiB(afterUpload)}`,
        `rounds: ${ours.map((speed, i) => `${speed.toFixed(0)}/${(probe[i] ?? 0).toFixed(0)}`).join(", ")}`,
      ],
    };
  },
};

type Address = { url: string; authorization: string };

/** Reads a body to its end and lets it go; answers its speed in MB/s. */
async function download({ url, authorization }: Address, signal: AbortSignal): Promise<number> {
  const beganMs = performance.now();
  const response = await fetch(url, { headers: { authorization }, signal });
  let size = 0;
  for await (const chunk of response.body ?? []) size += chunk.byteLength;
  if (!response.ok || size !== SIZE_BYTES) throw new Error(`${url} answered ${response.status} with ${size} bytes`);
  return size / MB / ((performance.now() - beganMs) / 1000);
}

/** Random bytes, sent as a client would: each chunk with its place, then the hash of the whole. */
async function upload({ client, key }: BenchWorkspace, gatewayUrl: string, projectId: string, signal: AbortSignal) {
  const bytes = new Uint8Array(SIZE_BYTES);
  for (let at = 0; at < SIZE_BYTES; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  const sha256 = new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
  const opened = expectData(
    await client.POST("/api/assets/uploads", { body: { projectId, path: "Assets/Large.bin", size: SIZE_BYTES, message: "" } }),
  );

  const send = async (
    method: string,
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string>,
  ): Promise<Upload> => {
    const response = await fetch(`${gatewayUrl}/api/assets/uploads/${opened.id}${path}`, {
      method,
      body,
      headers: { ...headers, authorization: `Bearer ${key}` },
      signal,
    });
    if (!response.ok) throw new Error(`${method} ${response.url} answered ${response.status} ${await response.text()}`);
    return (await response.json()) as Upload;
  };
  const beganMs = performance.now();
  for (let at = 0; at < SIZE_BYTES; at += CHUNK_BYTES) {
    const headers = { "Content-Type": "application/octet-stream", "Upload-Offset": String(at) };
    await send("PATCH", "", bytes.subarray(at, at + CHUNK_BYTES), headers);
  }
  const sentMs = performance.now();
  await send("POST", "/complete", JSON.stringify({ sha256 }), { "Content-Type": "application/json" });
  const completedMs: [number, number] = [sentMs - beganMs, performance.now() - sentMs];
  return { sha256, completedMs };
}

/** The asset that follows the file a moment later. */
async function findAsset({ client }: BenchWorkspace, projectId: string, signal: AbortSignal): Promise<string> {
  const deadlineMs = performance.now() + INGEST_MS;
  while (performance.now() < deadlineMs) {
    const { items } = expectData(await client.GET("/api/assets", { params: { query: { projectId } }, signal }));
    const found = items.find(({ fileId }) => fileId !== null);
    if (found) return found.id;
    await Bun.sleep(100);
  }
  throw new Error("The file did not become an asset");
}

async function addressOf(state: StackState, workspaceId: string, projectId: string, sha256: string): Promise<Address> {
  const name = repositoryFor({ workspaceId, projectId, kind: "files" });
  const token = await mintRegistryToken({
    keyPem: readFileSync(state.registryTokenKeyFile, "utf8"),
    certPem: readFileSync(state.registryTokenCertFile, "utf8"),
    issuer: "slate",
    service: "slate-registry",
    subject: "bench",
    access: [{ type: "repository", name, actions: ["pull"] }],
    lifetimeSeconds: 300,
  });
  return { url: `${state.registryUrl}/v2/${name}/blobs/sha256:${sha256}`, authorization: `Bearer ${token}` };
}
