import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { parseFile, splitDocuments } from "../../apps/assets/src/unity/parse-documents.ts";
import { SAMPLES } from "../local/seed.ts";
import type { Benchmark } from "./benchmark.ts";
import { median } from "./statistics.ts";

const TARGET = 1.5;
const MAGIC = "%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n";
const HEADER = /^--- !u!(\d+) &(-?\d+)( stripped)?/gm;

/** Unity's files read into trees with offsets, against js-yaml reading the same documents into objects without; the bare search for headers beside it. */
export const assetsParse: Benchmark = {
  name: "assets.parse",
  wanted: `ratio ≥ ${TARGET}`,
  target: TARGET,
  async run({ quick, signal }) {
    const rounds = quick ? 3 : 15;
    const folder = SAMPLES.map((sample) => sample.folder).findLast(existsSync);
    if (!folder) throw new Error("There is no sample");
    const files = readUnityFiles(folder);
    const megabytes = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
    const contenders = {
      ours: (text: string) => parseFile(text).documents.length,
      jsYaml: (text: string) => splitDocuments(text).map(({ bodyStart, end }) => loadBody(text.slice(bodyStart, end))).length,
      split: (text: string) => [...text.matchAll(HEADER)].length,
    };
    const speeds = { ours: [] as number[], jsYaml: [] as number[], split: [] as number[] };
    const documents = new Set<number>();
    for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (const name of ["ours", "jsYaml", "split"] as const) {
        signal.throwIfAborted();
        const beganMs = performance.now();
        documents.add(files.reduce((sum, { text }) => sum + contenders[name](text), 0));
        if (round >= 0) speeds[name].push(megabytes / ((performance.now() - beganMs) / 1000));
        await Bun.sleep(0); // so that an interrupt is heard
      }
    }
    if (documents.size !== 1) throw new Error(`They do not agree on the number of documents: ${[...documents].join(", ")}`);
    const [value, probe] = [median(speeds.ours), median(speeds.jsYaml)];
    return {
      value,
      unit: "MB/s",
      probe,
      ratio: value / probe,
      ok: value / probe >= TARGET,
      details: [
        `${files.length} files, ${megabytes.toFixed(1)} MB, ${[...documents]} documents; ${rounds} rounds, turn by turn after ${WARM_UP_ROUNDS} to warm up`,
        `the bare search for headers: ${median(speeds.split).toFixed(0)} MB/s, ${(median(speeds.split) / value).toFixed(0)} times ours`,
        `rounds: ${speeds.ours.map((speed, i) => `${speed.toFixed(0)}/${speeds.jsYaml[i]?.toFixed(0)}`).join(", ")}`,
      ],
    };
  },
};

const WARM_UP_ROUNDS = 3;

/** Strings only and duplicate keys allowed, which is the fastest js-yaml gets and the only way in which it reads every document. */
const loadBody = (body: string): unknown => load(body, { schema: FAILSAFE_SCHEMA, json: true });

function readUnityFiles(folder: string): { text: string; bytes: number }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name)))
    .filter((content) => content.subarray(0, MAGIC.length).equals(Buffer.from(MAGIC)))
    .map((content) => ({ text: content.toString(), bytes: content.length }));
}
